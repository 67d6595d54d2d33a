"""The storekeepers and the nightly extract of legacy materials management (S07)."""
