from collections.abc import Callable

import pytest
from pytest_django import Settings


@pytest.fixture
def as_in_production(settings: Settings) -> Settings:
    """A second factor is asked for."""
    settings.REQUIRE_SECOND_FACTOR = True
    return settings


@pytest.fixture
def events(caplog: pytest.LogCaptureFixture) -> Callable[[], list[str]]:
    """The names of the security events so far, and their facts."""
    caplog.set_level("INFO", "people1st.security")
    return lambda: [line.event for line in caplog.records if line.name == "people1st.security"]
