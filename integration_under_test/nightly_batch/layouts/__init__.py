"""Mapping tables and lookups, one file for each kind of document."""
