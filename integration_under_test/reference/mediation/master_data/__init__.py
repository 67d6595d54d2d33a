"""Master data (S15): which records of the systems mean the same thing, and what is true of it.

Nothing here is typed in: golden records are derived from the systems' own masters, so that they
can be built again at any time, and every link says why it was made.
"""
