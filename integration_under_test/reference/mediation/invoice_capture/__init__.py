"""The adapter of invoice capture (S13): snake_case, money as units and nanos, dates in parts."""
