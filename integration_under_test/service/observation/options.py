"""How a service is watched, from its command line and the environment."""

from __future__ import annotations

import argparse
import os
from urllib.parse import urlsplit

from integration_under_test.service.observation.logs import FORMATS, LEVELS, tell_of
from integration_under_test.service.observation.traces import Traces

ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT"
REMEDY = "pip install 'connected-care-testbed[live]'"


def add_options(parser: argparse.ArgumentParser) -> None:
    """`--otlp`, `--log-format` and `--log-level`."""
    parser.add_argument(
        "--otlp",
        default=os.environ.get(ENDPOINT, ""),
        metavar="URL",
        help=f"an OpenTelemetry collector for traces, by HTTP; or {ENDPOINT}; none by default",
    )
    parser.add_argument("--log-format", choices=FORMATS, default="text")
    parser.add_argument("--log-level", choices=LEVELS, default="warning")


def begin(given: argparse.Namespace) -> Traces | None:
    """Logs are told from now on; the traces, if any are wanted. Raises ValueError for a URL that is
    none, or where the library is not there."""
    tell_of(given.log_level, given.log_format)
    if not given.otlp:
        return None
    if urlsplit(given.otlp).scheme not in ("http", "https"):
        raise ValueError(f"--otlp: expected an http URL of a collector, got {given.otlp!r}")
    try:
        from integration_under_test.service.observation.otlp import OtlpTraces
    except ModuleNotFoundError as error:
        raise ValueError(f"--otlp needs {error.name}; {REMEDY}") from error
    return OtlpTraces(given.otlp, f"testbed-{given.integration.partition(':')[0]}")
