"""The adapter of the supplier risk service (S20): snake_case, tax numbers without punctuation."""
