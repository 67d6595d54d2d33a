"""Who works with the supplier risk service (S20): its analysts, those who need new suppliers."""
