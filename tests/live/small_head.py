"""A program with workers, as small as can be: it says where it would serve, and waits.

`small_head WORKERS [STUBBORN]`: a stubborn one leaves its workers behind when it is told to end.
"""

from __future__ import annotations

import signal
import subprocess
import sys
from types import FrameType

IDLE = (sys.executable, "-S", "-c", "import time; time.sleep(600)")


def main() -> None:
    """Ends with its workers, unless it is stubborn."""
    workers = [subprocess.Popen(IDLE, stdout=subprocess.DEVNULL) for _ in range(int(sys.argv[1]))]

    def end(_signal: int, _frame: FrameType | None) -> None:
        for worker in workers if "STUBBORN" not in sys.argv else ():
            worker.kill()
        sys.exit(0)

    signal.signal(signal.SIGTERM, end)
    sys.stdout.write("serving on http://127.0.0.1:8\n")
    sys.stdout.flush()
    while True:
        signal.pause()


if __name__ == "__main__":
    main()
