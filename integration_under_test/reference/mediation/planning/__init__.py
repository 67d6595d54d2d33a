"""The adapter of planning and budgeting (S21): CSV files with control totals."""
