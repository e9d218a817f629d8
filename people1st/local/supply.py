"""What the site is made of, and whether anything known is wrong with it: `make sbom` and `make audit`."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from people1st.local.checks import NOT_CHECKED
from people1st.local.configuration import ROOT
from people1st.local.console import say

# The image holds the first; the others are for one machine and for development.
REQUIREMENTS = ("requirements.txt", "requirements-local.txt", "requirements-dev.txt")
VULNERABLE = 1


def sbom() -> int:
    """Writes what production installs, with versions and hashes, as CycloneDX JSON: VAR_DIR/sbom/people1st.cdx.json."""
    target = Path(os.environ.get("VAR_DIR") or "var").expanduser().resolve() / "sbom" / "people1st.cdx.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "cyclonedx_py", "requirements", str(ROOT / REQUIREMENTS[0])]
    command += ["--output-reproducible", "--output-format", "JSON", "--output-file", str(target)]
    if status := subprocess.run(command, check=False, cwd=ROOT).returncode:
        return status
    components = json.loads(target.read_text(encoding="utf-8"))["components"]
    say(f"{len(components)} packages: {target}")
    return 0


@dataclass(frozen=True)
class Findings:
    """What is known of the packages of one file; `unknown` says why some could not be judged."""

    judged: int
    vulnerable: list[str]
    unknown: list[str]


def audit() -> int:
    """Asks PyPI's database of vulnerabilities about every pinned package. Gives what `verdict` gives."""
    return verdict({name: read(*_ask(name)) for name in REQUIREMENTS})


def verdict(findings: Mapping[str, Findings]) -> int:
    """Says what was found in each file.

    Gives 0 when all packages were judged and none is known to be vulnerable, 1 when one is, and 77 when some could not
    be judged: that is no pass.
    """
    for name, found in findings.items():
        say(f"{name}: {found.judged} judged, {len(found.vulnerable)} vulnerable, {len(found.unknown)} not judged")
        for line in found.vulnerable:
            say(f"  {line}")
    if any(found.vulnerable for found in findings.values()):
        say("Vulnerable: see above.")
        return VULNERABLE
    unknown = [line for found in findings.values() for line in found.unknown]
    if unknown:
        say(f"NOT AUDITED: {unknown[0]}")
        say("The database of vulnerabilities could not be asked about all packages. This is no pass.")
        return NOT_CHECKED
    say("No package is known to be vulnerable.")
    return 0


def read(answer: str, complaint: str) -> Findings:
    """What pip-audit found, from its JSON; where there is none, its last words are the reason.

    pip-audit ends with 0 when it could ask nobody: what it skipped counts as not judged here.
    """
    try:
        packages = list(json.loads(answer)["dependencies"])
    except (ValueError, KeyError, TypeError):
        lines = complaint.strip().splitlines() or ["pip-audit said nothing"]
        return Findings(0, [], [lines[-1]])
    judged = [package for package in packages if "skip_reason" not in package]
    return Findings(
        len(judged),
        [_sentence(package) for package in judged if package["vulns"]],
        [package["skip_reason"] for package in packages if "skip_reason" in package]
        or ([] if packages else ["nothing"]),
    )


def _ask(requirements: str) -> tuple[str, str]:
    command = [sys.executable, "-m", "pip_audit", "--format", "json", "--progress-spinner", "off", "--disable-pip"]
    command += ["--require-hashes", "--requirement", str(ROOT / requirements)]
    result = subprocess.run(command, check=False, cwd=ROOT, capture_output=True, text=True)
    return result.stdout, result.stderr


def _sentence(package: dict[str, object]) -> str:
    known = package["vulns"]
    names = ", ".join(str(one.get("id")) for one in known) if isinstance(known, list) else ""
    return f"{package['name']} {package['version']}: {names}"
