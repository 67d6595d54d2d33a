"""Which store a run keeps its rows in: the host's, a file of its own, or a database.

With a key in the environment the rows of a file or database are sealed, see `sealed`; what the
host gives is for the host to seal.

""                                the storage that the host gives
sqlite:rows.sqlite                a file; one that an earlier run left is continued
postgresql://user@host/database   a database; the password comes from PGPASSFILE or PGPASSWORD
"""

from __future__ import annotations

from contextlib import AsyncExitStack
from pathlib import Path
from urllib.parse import urlsplit

from integration_under_test.boundary import Storage
from integration_under_test.reference.store.sealed import sealed_if_asked
from integration_under_test.reference.store.sqlite import SqliteStorage

FILE = "sqlite:"
DATABASE = "postgresql://"


def check_store(name: object) -> None:
    """Raises ValueError for what names no store, or tells a secret: settings go into reports."""
    known = isinstance(name, str) and (not name or name.startswith((FILE, DATABASE)))
    if not known or name == FILE:
        expected = f'"", "{FILE}PATH" or "{DATABASE}USER@HOST/DATABASE"'
        raise ValueError(f"store: expected {expected}, got {name!r}")
    if urlsplit(str(name)).password is not None:
        raise ValueError("store: leave the password to PGPASSFILE; settings go into every report")


async def open_storage(name: str, given: Storage, closing: AsyncExitStack) -> Storage:
    """The named store, which `closing` will close; `given`, which is the host's, for "".

    Raises sqlite3.OperationalError, what asyncpg raises for a database that is not there, or
    ValueError when asyncpg is not there itself, or for a key that is not the store's.
    """
    if name.startswith(FILE):
        file = SqliteStorage(Path(name.removeprefix(FILE)))
        closing.push_async_callback(file.close)
        return await sealed_if_asked(file)
    if name.startswith(DATABASE):
        try:
            from integration_under_test.reference.store.postgres import PostgresStorage
        except ModuleNotFoundError as error:
            remedy = "pip install 'connected-care-testbed[postgres]'"
            raise ValueError(f"store: PostgreSQL needs a driver; {remedy}") from error
        database = PostgresStorage(name)
        closing.push_async_callback(database.close)
        await database.open()
        return await sealed_if_asked(database)
    return given
