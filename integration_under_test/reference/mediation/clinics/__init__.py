"""The adapter of acquired clinics (S06): charges as messages or files, each in its own codes."""
