"""Layer L1: the way out to the systems, each command taking effect once, and the API layer."""
