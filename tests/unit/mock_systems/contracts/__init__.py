"""Tests of the contract platform (S03)."""
