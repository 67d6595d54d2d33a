"""The command line: `python -m integration_under_test.service reference --port 8800`."""

from __future__ import annotations

import argparse
import sys

from integration_under_test.boundary import StorageUnavailable
from integration_under_test.service.app import build_app
from integration_under_test.service.channels.channels import KNOWN
from integration_under_test.service.host import Host
from integration_under_test.service.names import UnknownName, integration_class
from integration_under_test.service.observation import options
from integration_under_test.service.processes import deployment
from integration_under_test.service.protection import options as protection
from integration_under_test.service.server import listen, serve
from integration_under_test.service.storage import FileStorage


def main() -> int:
    """The exit code: 0 after an orderly end, 2 for what cannot be served."""
    given = _options().parse_args()
    try:
        traces = options.begin(given)
        make = integration_class(given.integration)
        deployed = deployment.deployment_of(given, getattr(make, "defaults", {}))
        protected = protection.protection_of(given)
        storage = FileStorage(given.storage, protected.opening)
        listening = listen(given.host, given.port)
    except (UnknownName, deployment.NotForIt, StorageUnavailable, OSError, ValueError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    host = Host(make, storage, given.channels, deployed)
    host.watch.traces = traces
    app = build_app(host, storage.close, protected.setting)
    serve(app, listening, given.integration, protected.certificate)
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
        "--channels",
        nargs="*",
        choices=KNOWN,
        default=(),
        help="ways of documents besides HTTP: HL7 over MLLP sockets, flat files in folders",
    )
    parser.add_argument(
        "--storage",
        default="integration.sqlite3",
        help="a file that keeps what the integration stores, or :memory:",
    )
    deployment.add_options(parser)
    options.add_options(parser)
    protection.add_options(parser)
    return parser


if __name__ == "__main__":
    sys.exit(main())
