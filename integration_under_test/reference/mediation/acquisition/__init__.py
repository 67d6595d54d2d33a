"""The adapter of the integration office of acquired companies (S06): master and hand-over files."""
