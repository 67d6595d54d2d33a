"""Tests of the procurement suite (S02)."""
