"""The adapter of the central warehouse (S19): UPPER_SNAKE, EA only, ordinal days (2026-104)."""
