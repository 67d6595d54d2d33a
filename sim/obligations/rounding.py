"""The one rounding rule of the oracle: half up, in integers.

A float would make the last cent depend on the machine.
"""


def divide_half_up(amount_minor: int, divisor: int) -> int:
    """`amount_minor / divisor` rounded half up; both non-negative, divisor above 0."""
    return (2 * amount_minor + divisor) // (2 * divisor)
