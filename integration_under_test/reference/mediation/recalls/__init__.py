"""The adapter of the recall notice service (S09) and of the patient safety office."""
