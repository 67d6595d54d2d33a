"""The onboarding of acquired sites (P14): their master files, and the hand-over at cut-over."""
