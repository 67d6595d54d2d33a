"""How a load test meets a live run: the file that says where it is, and a word before and after."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import gevent

from scenarios.load.pool import Target

LIVE_WITHIN_S = 60.0
"""How long the file of a live run is waited for: it may still be starting."""
LOOK_S = 0.2
ASK_WITHIN_S = 60.0
TOKEN = "TESTBED_LOAD_TOKEN"
"""A bearer token for systems that ask for one, in the environment."""


def told_by(path: Path) -> dict[str, str]:
    """What a live run says of itself. Ends the process if there is none."""
    for _ in range(round(LIVE_WITHIN_S / LOOK_S)):
        if path.exists():
            told: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
            return told
        gevent.sleep(LOOK_S)
    sys.exit(f"{path}: expected the file of a live run within {LIVE_WITHIN_S:.0f} s, got none")


def target_of(live: dict[str, str], host: str) -> Target:
    """Where requests go: a live run's screens, else the host. Ends the process without either."""
    url = live.get("url", host)
    if not url:
        sys.exit("expected --live load.json of a live run, or --host URL, got neither")
    return Target(url, live.get("key", ""), os.environ.get(TOKEN, ""), live.get("ca", ""))


def ask(target: Target, path: str, body: dict[str, Any]) -> dict[str, Any]:
    """A word with the live run. Raises OSError or ValueError when it is not there."""
    headers = {"Content-Type": "application/json", "X-Load-Key": target.key}
    asked = Request(f"{target.host}{path}", json.dumps(body).encode(), headers)
    trust = target.context() if target.ca else None
    with urlopen(asked, timeout=ASK_WITHIN_S, context=trust) as answer:
        told: dict[str, Any] = json.load(answer)
        return told
