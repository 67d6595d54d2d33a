"""The documents that hospital systems exchange, in the formats that their standards define."""
