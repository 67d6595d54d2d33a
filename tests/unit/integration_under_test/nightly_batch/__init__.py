"""Units of the nightly batch."""
