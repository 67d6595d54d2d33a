"""Layer L2: canonical documents, one adapter for each system, and the crosswalk between them."""
