"""The outside parties that speak in documents; a scenario names those that take part.

Each entry is `module:object`, a class that is built with one `Place` (see party.py).
"""

PARTIES: dict[str, str] = {}

__all__ = ["PARTIES"]
