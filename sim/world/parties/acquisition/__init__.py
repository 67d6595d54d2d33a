"""The onboarding of acquired sites (P14): master files, hand-over at cut-over, and the way back."""
