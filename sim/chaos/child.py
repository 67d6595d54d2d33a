"""A process of somebody else's program, which ends with ours at the latest."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from sim.chaos.guard import Guard
from sim.clock.wall import elapsed_s
from sim.mistake import Mistake

PATIENCE_S = 60.0
PAUSE_S = 0.05
UNPRIVILEGED = "nobody"
LOWEST_PORT, HIGHEST_PORT = 20_000, 32_000


class NoServer(Mistake):
    """No server's program is here, or it does not run; the text says why, and what helps."""


class Child:
    """One process at a time, which writes into `log`; `room` is gone if we die."""

    def __init__(self, log: Path, room: Path) -> None:
        self._log, self._room = log, room
        self._process: subprocess.Popen[bytes] | None = None
        self._guard: Guard | None = None

    @property
    def pid(self) -> int:
        """Of the process; 0 for none."""
        return self._process.pid if self._process is not None and self.runs else 0

    @property
    def runs(self) -> bool:
        """Whether there is a process that has not ended."""
        return self._process is not None and self._process.poll() is None

    @property
    def last_words(self) -> str:
        """The end of what it wrote."""
        return self._log.read_text("utf8", "replace")[-500:] if self._log.exists() else "nothing"

    def start(self, command: Sequence[str]) -> None:
        """Starts the program, once it has ended. In a session of its own: Ctrl-C is for us.
        Raises NoServer."""
        self._dismiss()
        try:
            with self._log.open("ab") as log:
                self._process = subprocess.Popen(
                    command,
                    user=account(),
                    cwd="/",
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )
        except OSError as error:
            raise NoServer(f"{command[0]} does not run: {error}") from error
        self._guard = Guard(self._process.pid, self._room)

    def start_until(self, answers: Callable[[], bool], command: Sequence[str]) -> None:
        """Starts the program, again if it ends, until it answers. Raises NoServer."""
        gives_up_s = elapsed_s() + PATIENCE_S
        while not (self.runs and answers()):
            if not self.runs:
                self.start(command)
            if elapsed_s() > gives_up_s:
                self.kill()
                raise NoServer(
                    f"expected an answer of {command[0]} within {PATIENCE_S:.0f} s, got none; it "
                    f"said {self.last_words!r}"
                )
            self.ends_within(PAUSE_S)

    def ends_within(self, patience_s: float) -> bool:
        """Waits so long at most for its end."""
        if self._process is not None:
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(patience_s)
        return not self.runs

    def ask(self, how: signal.Signals, patience_s: float = PATIENCE_S) -> None:
        """Sends it a signal that ends it, and kills it if it does not."""
        if self.runs and self._process is not None:
            self._process.send_signal(how)
            self.ends_within(patience_s)
        self.kill()

    def kill(self) -> None:
        """Without a word to its clients, nothing tidied up (kill -9)."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._process = None
        self._dismiss()

    def _dismiss(self) -> None:
        """Its guard has nobody to watch over any more."""
        if self._guard is not None:
            self._guard.dismiss()
        self._guard = None


@contextmanager
def room(name: str) -> Iterator[Path]:
    """A folder of its own for a server, gone at the end."""
    path = Path(tempfile.mkdtemp(prefix=f"testbed-{name}-"))
    try:
        path.chmod(0o755)
        if user := account():
            unprivileged = pwd.getpwnam(user)
            os.chown(path, unprivileged.pw_uid, unprivileged.pw_gid)
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def account() -> str | None:
    """The unprivileged user that a child of root's runs as; None for our own."""
    return UNPRIVILEGED if os.geteuid() == 0 else None


def free_port() -> int:
    """A loopback port that nobody listens at. It is below those that are given to clients: while
    the server is down, one of them could take it, or even connect to itself."""
    many = HIGHEST_PORT - LOWEST_PORT
    for step in range(many):
        port = LOWEST_PORT + (os.getpid() * 61 + step) % many
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise NoServer(f"expected a free port from {LOWEST_PORT} to {HIGHEST_PORT}, got none")
