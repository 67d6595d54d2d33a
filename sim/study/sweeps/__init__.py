"""Factors varied by a design, and which of them moves what."""
