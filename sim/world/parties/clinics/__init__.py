"""The billing applications of two acquired clinics (S06)."""
