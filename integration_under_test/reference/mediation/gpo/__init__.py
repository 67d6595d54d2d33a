"""The adapter of the group purchasing organisation (S10): price files between bars."""
