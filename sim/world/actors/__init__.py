"""The people of the group as SimPy processes, one role each.

An actor never waits for the integration: it works at its own screen, notes what it is refused,
goes on. Each draw is addressed by what it decides.
"""
