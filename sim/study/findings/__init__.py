"""Committed questions, what their experiments gave, and the page that answers them."""
