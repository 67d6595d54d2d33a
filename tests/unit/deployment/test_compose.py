"""compose.yaml and the Dockerfile: by the specification's schema, and by rules of our own."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from typer.testing import CliRunner

from sim.cli import app

ROOT = Path(__file__).parents[3]
SCHEMA = json.loads((Path(__file__).parent / "schema" / "compose-spec.json").read_text("utf8"))
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text("utf8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf8")
VALIDATOR = jsonschema.Draft7Validator(SCHEMA)
OWN = ("integration", "systems")
VERSION = re.compile(r"[\w./-]+:v?\d+\.\d+[\w.-]*")
WITHIN_S = 60.0


def words(command: list[str]) -> tuple[list[str], set[str]]:
    """The program with its subcommand, and the options that it is given."""
    options = {word.partition("=")[0] for word in command if word.startswith("--")}
    return [word for word in command if not word.startswith("--")], options


def test_it_follows_the_specification() -> None:
    VALIDATOR.validate(COMPOSE)


def test_the_schema_finds_a_mistake() -> None:
    broken = {**COMPOSE, "services": {"x": {"image": "y:1.0.0", "prots": ["1:1"]}}}
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate(broken)


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_is_pinned_watched_and_known_to_this_machine_alone(name: str) -> None:
    service = SERVICES[name]
    if "build" not in service:
        assert VERSION.fullmatch(service["image"]), f"{name}: {service['image']} is not pinned"
    assert service["healthcheck"]["test"][0] == "CMD"
    for port in service.get("ports", ()):
        assert str(port).startswith("127.0.0.1:"), f"{name} publishes {port} to everybody"
    assert not service.get("privileged")
    assert service.get("network_mode") != "host"


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_waits_for_those_that_it_needs(name: str) -> None:
    for other, how in SERVICES[name].get("depends_on", {}).items():
        assert "healthcheck" in SERVICES[other]
        assert how["condition"] == "service_healthy"


@pytest.mark.parametrize("name", OWN)
def test_every_command_and_option_of_ours_is_one_that_there_is(name: str) -> None:
    command, options = words(SERVICES[name]["command"])
    told = help_of_testbed(command[1]) if command[0] == "testbed" else help_of_module(command[2])
    for option in options:
        assert option in told, f"{name}: {' '.join(command)} knows no {option}"


def help_of_testbed(command: str) -> str:
    found = CliRunner(env={"COLUMNS": "200", "TERM": "dumb"}).invoke(app, [command, "--help"])
    assert found.exit_code == 0
    return found.output


def help_of_module(name: str) -> str:
    asked = [sys.executable, "-m", name, "--help"]
    finished = subprocess.run(
        asked, capture_output=True, text=True, timeout=WITHIN_S, check=True, cwd=ROOT
    )
    return finished.stdout


def test_what_services_call_each_other_is_how_they_are_named() -> None:
    told = json.dumps([SERVICES, COMPOSE["configs"]])
    named = set(re.findall(r"(?:https?|nats)://(?:\w+@)?([a-z]+):\d+", told))
    named |= set(re.findall(r"postgresql://\w+@([a-z]+)/", told))
    assert named - set(SERVICES) == set()
    assert {"postgres", "nats", "integration"} <= named


def test_the_broker_acknowledges_only_what_is_on_the_disk() -> None:
    assert "sync_interval: always" in COMPOSE["configs"]["nats"]["content"]


def test_every_volume_and_config_is_declared_and_used() -> None:
    volumes = {str(v).partition(":")[0] for s in SERVICES.values() for v in s.get("volumes", ())}
    configs = {c["source"] for s in SERVICES.values() for c in s.get("configs", ())}
    assert (volumes, configs) == (set(COMPOSE["volumes"]), set(COMPOSE["configs"]))


def test_no_secret_stands_in_the_file_but_the_tests_own() -> None:
    for service in SERVICES.values():
        for name, value in service.get("environment", {}).items():
            if re.search("PASSWORD|TOKEN|SECRET|KEY", name):
                assert re.fullmatch(r"\$\{[A-Z_]+:-(for-tests-only)?\}", value), name


def instructions() -> Iterator[tuple[str, str]]:
    joined = DOCKERFILE.replace("\\\n", " ")
    for line in joined.splitlines():
        if line and not line.startswith("#"):
            word, _, rest = line.partition(" ")
            yield word, rest


def test_the_image_is_pinned_complete_and_not_run_by_root() -> None:
    found: dict[str, list[str]] = {}
    for word, rest in instructions():
        found.setdefault(word, []).append(rest)
    assert all(VERSION.fullmatch(image) for image in found["FROM"])
    assert "-c constraints.txt" in " ".join(found["RUN"])
    users = [(n, rest) for n, (word, rest) in enumerate(instructions()) if word == "USER"]
    last_run = max(n for n, (word, _) in enumerate(instructions()) if word == "RUN")
    assert users
    assert users[-1][1] not in ("root", "0")
    assert users[-1][0] > last_run
    for rest in found["COPY"]:
        for source in rest.split()[:-1]:
            assert (ROOT / source).exists(), f"COPY of {source}, which is not there"


def test_what_the_image_needs_is_let_through_to_the_build() -> None:
    lines = (ROOT / ".dockerignore").read_text("utf8").split()
    let_through = {line.removeprefix("!") for line in lines if line.startswith("!")}
    copied = {s for word, rest in instructions() if word == "COPY" for s in rest.split()[:-1]}
    assert copied == let_through
    packages = wheel_packages()
    assert set(packages) <= copied


def wheel_packages() -> list[str]:
    project: Mapping[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf8"))
    packages: list[str] = project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    return packages
