"""What a served integration lets its operators see: readiness, figures, traces, logs.

Everything is seen at the edges of the service, so any `Integration` has it without doing anything;
one that offers `vitals` (see `vitals.py`) is seen from within too. Nothing in here holds the body
of a message: what is told are types, names of operations, ends and times.
"""
