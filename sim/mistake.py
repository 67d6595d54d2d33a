"""What a caller did wrong, as opposed to a defect of the testbed."""

from __future__ import annotations


class Mistake(Exception):
    """The message is for the caller: what was expected, what was there, what to do. The command
    line shows it alone and ends with 2; anything else that is raised shows itself whole."""
