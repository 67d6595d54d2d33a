"""Random draws by address: the same question gets the same answer, whoever else asks.

A draw is a pure function of the seed and an address such as `("usage.gap", ward, n)`, never of
its position in a stream, so a new actor or an extra retry shifts nobody's draws and two
integrations meet the same world (common random numbers). The generator is counter-based in the
sense of Salmon et al., "Parallel random numbers: as easy as 1, 2, 3" (SC 2011): a keyed hash of
the address, here BLAKE2b.

Every draw is quantised before use: transcendental functions differ in the last bit between C
libraries, and rounding to nine significant decimals keeps that out of the History.

    streams = Streams(seed=7)
    gap_s = streams.exponential(3600.0, "usage.gap", "H01-W3", 12)
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from hashlib import blake2b
from itertools import accumulate
from math import exp, log
from statistics import NormalDist
from typing import TypeVar

import numpy as np

T = TypeVar("T")
Address = str | int

_DIGITS = 9
_TWO_53 = float(1 << 53)
_STANDARD_NORMAL = NormalDist()


class Streams:
    """All randomness of one run. Two instances with the same seed are interchangeable."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self._root = blake2b(str(seed).encode(), digest_size=32, person=b"testbed-stream")

    def bits(self, *address: Address) -> int:
        """64 uniform bits."""
        hashed = self._root.copy()
        hashed.update(repr(address).encode())
        return int.from_bytes(hashed.digest()[:8], "little")

    def uniform(self, *address: Address) -> float:
        """Uniform on [0, 1), a multiple of 2**-53."""
        return (self.bits(*address) >> 11) / _TWO_53

    def bernoulli(self, probability: float, *address: Address) -> bool:
        """True with the given probability."""
        return self.uniform(*address) < probability

    def integer(self, low: int, high: int, *address: Address) -> int:
        """Uniform integer in [low, high)."""
        return low + int(self.uniform(*address) * (high - low))

    def exponential(self, mean: float, *address: Address) -> float:
        """Exponential with the given mean, in the unit of the mean."""
        return _quantise(-mean * log(1.0 - self.uniform(*address)))

    def normal(self, mu: float, sigma: float, *address: Address) -> float:
        """Normal with mean mu and standard deviation sigma, by inversion."""
        return _quantise(mu + sigma * _STANDARD_NORMAL.inv_cdf(self._open_unit(*address)))

    def lognormal(self, mu: float, sigma: float, *address: Address) -> float:
        """exp(Normal(mu, sigma)); the median is exp(mu)."""
        return _quantise(exp(mu + sigma * _STANDARD_NORMAL.inv_cdf(self._open_unit(*address))))

    def choice(self, options: Sequence[T], *address: Address) -> T:
        """One of the options, equally likely. Raises IndexError when there is none."""
        return options[self.integer(0, len(options), *address)]

    def weighted(
        self, options: Sequence[T], cumulative_weights: Sequence[float], *address: Address
    ) -> T:
        """One of the options; `cumulative_weights` as from `cumulative`."""
        point = self.uniform(*address) * cumulative_weights[-1]
        return options[min(bisect_right(cumulative_weights, point), len(options) - 1)]

    def generator(self, *address: Address) -> np.random.Generator:
        """A numpy generator of its own for building many things of one kind at once."""
        hashed = self._root.copy()
        hashed.update(repr(("generator", *address)).encode())
        key = int.from_bytes(hashed.digest()[:16], "little")
        return np.random.Generator(np.random.Philox(key=key))

    def _open_unit(self, *address: Address) -> float:
        """Uniform on the open interval (0, 1), as an inverse distribution function needs."""
        return ((self.bits(*address) >> 12) + 0.5) / float(1 << 52)


def cumulative(weights: Sequence[float]) -> list[float]:
    """Running sums of the weights, for `Streams.weighted`."""
    return list(accumulate(weights))


def _quantise(value: float) -> float:
    return float(f"{value:.{_DIGITS}g}")
