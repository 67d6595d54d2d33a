"""Layer L4: one file for each flow, which reads as the flow does."""
