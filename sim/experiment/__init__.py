"""Runs: assembling the group around an integration, driving it, judging what was recorded."""
