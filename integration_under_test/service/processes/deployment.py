"""What the command line says of how an integration is run, beside which one it is."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

STORE, BROKER, WORKERS = "store", "broker", "workers"
MOST_WORKERS, PARTITION_BY = "most_workers", "partition_by"
WAYS = ("key", "facility", "domain")
PASSWORDS = {
    STORE: "leave it to the file that PGPASSFILE names: command lines are seen by everybody",
    BROKER: "leave it to the file that NATS_CREDS names: command lines are seen by everybody",
}


@dataclass(frozen=True)
class Deployment:
    """`settings` come before those of `POST /start`; `arguments` are for worker processes."""

    settings: Mapping[str, Any] = field(default_factory=dict)
    arguments: Sequence[str] = ()


class NotForIt(Exception):
    """The integration cannot be run in the way that was asked for."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """`--store`, `--broker`, `--workers`, `--most-workers` and `--partition-by`."""
    parser.add_argument(
        "--store",
        default="",
        metavar="URL",
        help="postgresql://USER@HOST/DATABASE, instead of the file; its schema is made or migrated "
        "at the start; the password comes from PGPASSFILE or PGPASSWORD",
    )
    parser.add_argument(
        "--broker",
        default="",
        metavar="URL",
        help="nats://HOST:PORT with JetStream, between worker processes; needs a --store that they "
        "can share; credentials come from the file that NATS_CREDS names",
    )
    parser.add_argument(
        "--workers", type=_count, help="worker processes that are there in any case"
    )
    parser.add_argument(
        "--most-workers",
        type=_count,
        help="how many there may be while commands wait too long; as many as --workers by default",
    )
    parser.add_argument(
        "--partition-by",
        choices=WAYS,
        help="what one worker has to itself: a business key (the default), a facility, or a domain",
    )


def deployment_of(given: argparse.Namespace, known: Mapping[str, Any]) -> Deployment:
    """What was asked for. Raises NotForIt for what is no setting of the integration, whose `known`
    ones are its defaults."""
    told = {
        STORE: given.store,
        BROKER: given.broker,
        WORKERS: given.workers,
        MOST_WORKERS: given.most_workers,
        PARTITION_BY: given.partition_by,
    }
    settings = {name: value for name, value in told.items() if value}
    for name in (STORE, BROKER):
        if urlsplit(told[name]).password is not None:
            raise NotForIt(f"--{name}: expected no password in it; {PASSWORDS[name]}")
    for name in settings:
        if name not in known:
            option = f"--{name.replace('_', '-')}"
            raise NotForIt(f"{option}: {given.integration} has no such setting; leave it away")
    if WORKERS in settings and BROKER not in settings:
        raise NotForIt("--workers: expected a --broker between them, got none")
    watching = ("--log-format", given.log_format, "--log-level", given.log_level)
    traced = ("--otlp", given.otlp) if given.otlp else ()
    return Deployment(settings, (*watching, *traced))


def _count(text: str) -> int:
    count = int(text)
    if not 1 <= count <= 64:
        raise argparse.ArgumentTypeError(f"expected 1 to 64, got {text}")
    return count
