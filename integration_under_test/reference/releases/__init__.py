"""Releases of the mapping, route and policy sets: stated as data, tested, signed off, promoted, and
rolled back with documents in flight."""
