"""The adapter of legacy materials management (S07): what acquired stores have and receive."""
