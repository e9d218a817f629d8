"""What Lighthouse says of the pages: its mobile profile, with a simulated slow 4G, in Chromium."""

import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bench.serving import Serving, pages
from people1st.local import browser, node

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
# What we allow ourselves: milliseconds, a score of shifted layout, milliseconds.
LARGEST_PAINT, SHIFT, BLOCKED = 1_200, 0, 0
PERFECT = 100
ATTEMPTS = 3  # a busy machine loses the trace of a page now and then


def table(site: Serving, kept_under: Path) -> str:
    """A line for each page and language: the four scores, then three figures; what costs points is named below it."""
    kept_under.mkdir(parents=True, exist_ok=True)
    head = f"{'Lighthouse (of 100)':<24}" + "".join(f"{name:>16}" for name in CATEGORIES)
    lines = [head + f"{'LCP, of 1,200 ms':>20}{'CLS':>8}{'TBT, ms':>10}"]
    for name, language, path in pages("demands", "article", "list", "form"):
        report = measure(site, path, kept_under / f"{name}-{language}.json")
        scores = {category: round(report["categories"][category]["score"] * PERFECT) for category in CATEGORIES}
        paint, shift, blocked = (
            report["audits"][audit]["numericValue"]
            for audit in ("largest-contentful-paint", "cumulative-layout-shift", "total-blocking-time")
        )
        line = f"{f'{name}, {language}':<24}" + "".join(f"{score:>16}" for score in scores.values())
        line += f"{f'{paint:,.0f} ({paint / LARGEST_PAINT:.2f})':>20}{shift:>8.3f}{blocked:>10.0f}"
        lines += [line, *(f"    {words}" for words in losses(report))]
    return "\n".join(lines) + "\n"


def measure(site: Serving, path: str, target: Path) -> dict[str, Any]:
    """Lighthouse's report on one page, which stays in the file `target`. Raises RuntimeError with its words."""
    command = [node.path(), str(node.FOR_BENCH.install() / "lighthouse" / "cli" / "index.js"), site.address + path]
    command += ["--output", "json", "--output-path", str(target), "--quiet", "--no-enable-error-reporting"]
    command += ["--only-categories", ",".join(CATEGORIES)]
    command += [f"--chrome-flags={' '.join(('--headless=new', *site.flags))}"]
    variables = {**os.environ, "CHROME_PATH": browser.path()}
    for _attempt in range(ATTEMPTS):
        result = subprocess.run(command, check=False, env=variables, capture_output=True, text=True)
        if result.returncode == 0:
            report: dict[str, Any] = json.loads(target.read_text(encoding="utf-8"))
            return report
    msg = f"Lighthouse could not look at {path}: {result.stderr[-2000:]}"
    raise RuntimeError(msg)


def losses(report: Mapping[str, Any]) -> list[str]:
    """Which audits cost points, and how much each counts in its category."""
    found = []
    for category in CATEGORIES:
        for part in report["categories"][category]["auditRefs"]:
            audit = report["audits"][part["id"]]
            if part["weight"] and audit["score"] is not None and audit["score"] < 1:
                words = audit.get("displayValue") or audit.get("explanation") or audit["title"]
                found.append(f"{category}: {part['id']} {audit['score']:.2f} (weight {part['weight']}): {words}")
    return found
