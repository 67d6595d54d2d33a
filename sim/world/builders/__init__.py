"""Builders of the hospital group's masters, one noun each.

Each draws from its own addressed generator, so that a change in one leaves the others alone.
"""
