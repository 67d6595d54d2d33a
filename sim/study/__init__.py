"""Studies: many replications of runs, kept as a dataset, and what they say together."""
