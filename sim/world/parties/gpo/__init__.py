"""The group purchasing organisation (S10)."""
