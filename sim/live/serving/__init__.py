"""The mock systems alone, for development: seeded, behind the cable, with an admin API."""
