"""The way out to the systems: how each command takes effect exactly once."""
