"""Durable rows of the reference integration, typed access over the boundary's storage."""
