"""The command line: `python -m integration_under_test.service reference --port 8800`."""

from __future__ import annotations

import argparse
import logging
import sys

from integration_under_test.boundary import StorageUnavailable
from integration_under_test.service.app import build_app
from integration_under_test.service.host import Host
from integration_under_test.service.names import UnknownName, integration_class
from integration_under_test.service.server import listen, serve
from integration_under_test.service.storage import FileStorage


def main() -> int:
    """The exit code: 0 after an orderly end, 2 for what cannot be served."""
    given = _options().parse_args()
    logging.basicConfig(
        level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    try:
        make = integration_class(given.integration)
        storage = FileStorage(given.storage)
        listening = listen(given.host, given.port)
    except (UnknownName, StorageUnavailable, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    serve(build_app(Host(make, storage), storage.close), listening, given.integration)
    return 0


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m integration_under_test.service",
        description="Serves an integration over HTTP; its settings come with POST /start.",
    )
    parser.add_argument("integration", help="a listed name, or module:Class")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8800, help="0 for any free one")
    parser.add_argument(
        "--storage",
        default="integration.sqlite3",
        help="a file that keeps what the integration stores, or :memory:",
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
