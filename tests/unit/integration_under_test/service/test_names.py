"""An integration is found by its listed name, or as a stranger's `module:Class`."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

from integration_under_test import INTEGRATIONS
from integration_under_test.service.names import UnknownName, integration_class


@pytest.mark.parametrize("name", sorted(INTEGRATIONS))
def test_every_listed_name_is_a_class_that_can_be_made(name: str) -> None:
    module, _, attribute = INTEGRATIONS[name].partition(":")
    made = integration_class(name)
    assert made is getattr(import_module(module), attribute)
    assert callable(made().on_event)


def test_a_strangers_class_is_found_in_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "strangers_own.py").write_text("class Mine: ...\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    assert integration_class("strangers_own:Mine").__name__ == "Mine"


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("refrence", "did you mean 'reference'"),
        ("no_such_module:X", "no module 'no_such_module'"),
        ("integration_under_test.template:Templat", "did you mean 'Template'"),
        ("integration_under_test:INTEGRATIONS", "expected a class"),
    ],
)
def test_what_is_no_integration_is_refused_with_a_hint(name: str, hint: str) -> None:
    with pytest.raises(UnknownName, match=hint):
        integration_class(name)
