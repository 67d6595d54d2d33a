"""`python -m sim.cli` is the `testbed` command."""

from __future__ import annotations

from sim.cli import main

if __name__ == "__main__":
    main()
