"""The planning and budgeting system (S21)."""
