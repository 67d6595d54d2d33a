"""Screens of clinicians, buyers and managers that ask the integration's API layer."""
