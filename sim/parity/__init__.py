"""One run on several arms: whether the books end alike, and how long each took.

Direct and asgi must give the same History, row by row. A live run cannot: its answers take their
time on the wall. What must be the same is what stands in the books in the end (`standing.py`),
under numbers that systems hand out as requests come (`numbers.py`), outside a guard band around
cut-offs (`cut_offs.py`).
"""
