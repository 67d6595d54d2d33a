"""What ends a process of ours if we die first."""

from __future__ import annotations

import subprocess
from pathlib import Path

WATCH = 'read word || { kill -9 "$1"; test -z "$2" || rm -rf -- "$2"; }'
"""Waits until it is told that there is nothing to watch over any more. If whoever should tell it is
dead, its pipe closes without a word. (A parent's death signal of Linux would come as soon as the
thread ends that started the process.)"""


class Guard:
    """Kills the process `pid`, and clears the folder `room` away, once we are dead."""

    def __init__(self, pid: int, room: Path | None = None) -> None:
        watch = ("sh", "-c", WATCH, "guard", str(pid), str(room or ""))
        self._process = subprocess.Popen(watch, stdin=subprocess.PIPE, start_new_session=True)

    def dismiss(self) -> None:
        """The process has ended, and been waited for."""
        self._process.communicate(b"over\n")
