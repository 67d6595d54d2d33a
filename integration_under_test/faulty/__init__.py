"""Integrations with exactly one safeguard broken, which the checkers must find (the zoo).

Each is the reference with one change in one file. A checker that passes them all is dead weight.
"""
