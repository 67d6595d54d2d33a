"""The people of the billing office, at the screens of the billing platform (S05)."""
