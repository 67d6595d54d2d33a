"""The electronic health record with its laboratory and imaging (S11)."""
