import json
import re

import pytest

from people1st.local import supply
from people1st.local.configuration import ROOT

CLEAN = {"name": "django", "version": "6.1.3", "vulns": []}
BROKEN = {"name": "pillow", "version": "1.0", "vulns": [{"id": "PYSEC-1"}, {"id": "PYSEC-2"}]}
SKIPPED = {
    "name": "gunicorn",
    "skip_reason": "Dependency not found on PyPI and could not be audited: gunicorn (27.0.1)",
}


def answer(*packages: dict[str, object]) -> str:
    return json.dumps({"dependencies": packages, "fixes": []})


def test_what_was_judged_is_told_apart_from_what_was_skipped():
    found = supply.read(answer(CLEAN, BROKEN, SKIPPED), "")
    assert found == supply.Findings(2, ["pillow 1.0: PYSEC-1, PYSEC-2"], [SKIPPED["skip_reason"]])


@pytest.mark.parametrize("said", ["", "Traceback", "[]", "{}", '{"dependencies": null}'])
def test_no_answer_is_no_pass(said):
    found = supply.read(said, "requests.exceptions.ConnectionError: no such host\n")
    assert (found.judged, found.vulnerable) == (0, [])
    assert found.unknown


@pytest.mark.parametrize(
    ("packages", "status", "words"),
    [
        ((CLEAN,), 0, "No package is known to be vulnerable."),
        ((CLEAN, SKIPPED), 77, "This is no pass"),
        ((BROKEN, SKIPPED), 1, "PYSEC-1"),
    ],
)
def test_the_status_says_what_is_known(capfd, packages, status, words):
    assert supply.verdict({"requirements.txt": supply.read(answer(*packages), "")}) == status
    assert words in capfd.readouterr().out


def test_the_bill_of_materials_names_every_pinned_package_with_its_hashes(monkeypatch, tmp_path, capfd):
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    assert supply.sbom() == 0
    file = tmp_path / "sbom" / "people1st.cdx.json"
    assert str(file) in capfd.readouterr().out
    bill = json.loads(file.read_text())
    pinned = dict(
        re.findall(r"^([\w.-]+)(?:\[[^]]*\])?==([^ \\;]+)", (ROOT / "requirements.txt").read_text(), re.MULTILINE)
    )
    assert bill["bomFormat"] == "CycloneDX"
    assert {one["name"]: one["version"] for one in bill["components"]} == pinned
    for one in bill["components"]:
        assert one["purl"].startswith("pkg:pypi/")
        assert all(place["hashes"] for place in one["externalReferences"] if place["type"] == "distribution")
