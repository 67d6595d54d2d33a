"""Events go to this machine or to listed hosts; whatever else a URL may hide is refused."""

from __future__ import annotations

import pytest

from sim.live.serving.targets import TargetRefused, check_target

LISTED = ("hooks.example",)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:9000/events",
        "https://localhost/events",
        "http://[::1]:9000/",
        "http://127.9.9.9/",
        "http://[::ffff:127.0.0.1]/",
        "https://hooks.example/in",
    ],
)
def test_this_machine_and_listed_hosts_are_taken(url: str) -> None:
    check_target(url, LISTED)


@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/latest/meta-data",
        "http://10.0.0.1/",
        "http://0.0.0.0/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://127.1/",
        "http://[::ffff:10.0.0.1]/",
        "http://localhost.evil.example/",
        "http://hooks.example.evil.example/",
        "http://user@127.0.0.1/",
        "http://127.0.0.1:secret@evil.example/",
        "file:///etc/passwd",
        "gopher://127.0.0.1/",
        "http:///events",
        "http://127.0.0.1:0/",
        "http://127.0.0.1:99999/",
        "http://[::1/",
        "//127.0.0.1/",
        "",
    ],
)
def test_whatever_else_is_refused(url: str) -> None:
    with pytest.raises(TargetRefused):
        check_target(url, LISTED)
