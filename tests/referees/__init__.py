"""Independent judges of the documents that a run emits, whoever sends them."""
