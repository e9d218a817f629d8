"""What docs/deploying.md lets an operator set reaches the programs that compose.yaml starts."""

import os
import re
import subprocess
import sys

import pytest

from people1st.local.configuration import ROOT

TABLE = re.findall(r"^\| (`[A-Z_`, ]+`) \|", (ROOT / "docs" / "deploying.md").read_text(encoding="utf-8"), re.MULTILINE)
TOLD = {name for names in TABLE for name in re.findall(r"[A-Z_]+", names)}
READ = {
    name
    for module in ("settings", "logs")
    for name in re.findall(
        r"\benv\.\w+\(\"([A-Z_]+)\"", (ROOT / "people1st" / f"{module}.py").read_text(encoding="utf-8")
    )
}
OF_THE_IMAGE = {"VAR_DIR", "STATIC_ROOT"}
OF_DEVELOPMENT = {"REQUIRE_SECOND_FACTOR"}
COMPOSED = (ROOT / "compose.yaml").read_text(encoding="utf-8")


def test_every_setting_of_the_environment_is_told():
    assert READ <= TOLD


@pytest.mark.parametrize("name", sorted((TOLD & READ) - OF_THE_IMAGE - OF_DEVELOPMENT))
def test_what_may_be_set_is_passed_on(name):
    shared = COMPOSED.partition("\nservices:")[0]
    assert re.search(rf"^    {name}: ", shared, re.MULTILINE)


def test_what_is_left_empty_is_as_good_as_unset():
    empty = dict.fromkeys(re.findall(r"\$\{([A-Z_]+):-\}", COMPOSED), "")
    assert {"ADMIN_HOST", "ALLOWED_HOSTS", "APPROVALS_NEEDED", "UNNAMED_COUNTED_LATER", "LOG_FORMAT"} <= set(empty)
    told = "ALLOWED_HOSTS, s.ADMIN_HOST, s.APPROVALS_NEEDED, s.UNNAMED_COUNTED_LATER, s.LOG_FORMAT"
    run = subprocess.run(
        [sys.executable, "-c", f"from people1st import settings as s; print(s.{told})"],
        cwd=ROOT,
        env={
            **os.environ,
            **empty,
            "ENVIRONMENT": "production",
            "SITE_URL": "https://people1st.example",
            "SECRET_KEY": "a key for this test alone, of more than fifty letters",
            "SMTP_URL": "smtp://mail.example:587",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.stdout == "['people1st.example']  1 True json\n", run.stderr
