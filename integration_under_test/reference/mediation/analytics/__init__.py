"""The adapter of the analytics warehouse (S17): snake_case, decimal strings, ISO days."""
