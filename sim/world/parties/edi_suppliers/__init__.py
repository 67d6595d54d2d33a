"""The suppliers that take orders as X12 documents (S09)."""
