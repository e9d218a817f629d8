import os
import subprocess
import sys

import pytest

from people1st.local.checks import PRODUCTION_LIKE
from people1st.local.configuration import ROOT

ASK = "from people1st import settings; print(settings.REQUIRE_SECOND_FACTOR)"


def asked_for(**environment: str) -> str:
    variables = {**os.environ, **PRODUCTION_LIKE, **environment}
    program = [sys.executable, "-c", ASK]
    return subprocess.run(program, cwd=ROOT, env=variables, capture_output=True, text=True, check=True).stdout.strip()


@pytest.mark.parametrize("said", ["", "yes", "no"])
def test_production_always_asks_for_a_second_factor(said):
    assert asked_for(REQUIRE_SECOND_FACTOR=said) == "True"


@pytest.mark.parametrize(("said", "asks"), [("", "False"), ("no", "False"), ("yes", "True")])
def test_development_does_when_told_to(said, asks):
    assert asked_for(ENVIRONMENT="development", REQUIRE_SECOND_FACTOR=said) == asks
