"""How much an integration carries within its objectives, and how it recovers."""
