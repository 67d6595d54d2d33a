"""The API layer (L1): business services over the systems, each declared once, as data."""
