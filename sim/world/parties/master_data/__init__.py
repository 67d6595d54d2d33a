"""The controllers and the item desk at the ERP's screens (S01)."""
