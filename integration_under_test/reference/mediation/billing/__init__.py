"""The adapter of the billing platform (S05): camelCase, integer cents, compact days."""
