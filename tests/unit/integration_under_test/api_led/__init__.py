"""Units of the API-led integration."""
