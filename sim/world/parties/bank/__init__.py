"""The group's bank (S14)."""
