"""The adapter of the back offices (S18): CSV files with control totals, answered in batches."""
