"""Where the command line writes: results on one console, complaints on the other."""

from __future__ import annotations

import sys

from rich.console import Console

WIDTH_WITHOUT_TERMINAL = 132
console = Console(width=None if sys.stdout.isatty() else WIDTH_WITHOUT_TERMINAL)
complaints = Console(stderr=True)
