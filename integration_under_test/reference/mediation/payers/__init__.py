"""The adapter of the payers behind their clearinghouse (S12): 277CA, 835, 999 (X12 005010)."""
