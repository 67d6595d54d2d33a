"""System APIs: one thin client for each system, in that vendor's own terms."""
