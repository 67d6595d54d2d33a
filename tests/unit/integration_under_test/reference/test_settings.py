"""Settings are checked by name and value before anything starts."""

from __future__ import annotations

import pytest

from integration_under_test.reference import Reference
from integration_under_test.reference.settings import Settings
from tests.unit.integration_under_test.reference.fakes import FakeHost


def test_an_unknown_setting_names_the_nearest_valid_one() -> None:
    with pytest.raises(ValueError, match=r"'max_concurency'.*'max_concurrency'"):
        Settings.read({"max_concurency": 3})


@pytest.mark.parametrize("value", ["8", 0, -1, True, None])
def test_a_value_must_be_a_positive_number(value: object) -> None:
    with pytest.raises(ValueError, match="retry_base_s"):
        Settings.read({"retry_base_s": value})


def test_the_defaults_are_offered_as_data_and_accepted() -> None:
    assert Settings.read(Reference.defaults) == Settings()


def test_a_start_with_an_unknown_setting_fails(host: FakeHost) -> None:
    with pytest.raises(ValueError, match="unknown setting"):
        host.clock.run(Reference().start(host.ports(wokers=2)))
