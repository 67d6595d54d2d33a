"""Whether an integration keeps to the boundary over HTTP, asked step by step.

A hospital group plays a day by itself; what its systems announced meanwhile is then delivered, once
as it should be, once broken. `STEPS` in `course.py` lists what is asked, in order.
"""
