"""docs/security.md and docs/asvs.md name what is there: files, tests with their figures, settings with their values."""

import ast
import re
from datetime import timedelta
from itertools import pairwise

import pytest
from django.conf import settings

from endorsements.models import Protection
from people1st import settings as written
from people1st.local.configuration import ROOT
from people1st.security import Event
from people1st.staff import guesses

DOCUMENTS = ("docs/security.md", "docs/asvs.md")
PATH = re.compile(
    r"(?<![\w/.@-])(?:tests|people1st|campaign|endorsements|docs|templates|static|deploy|fuzz|\.ci)/[\w./-]*(?:/|\w)"
    r"|(?<![\w/.-])(?:requirements[\w-]*\.txt|compose\.yaml|Makefile|Dockerfile)"
)
TEST = re.compile(r"(tests/[\w/]+\.py)::(\w+)")
UNITS = ((86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second"))


def text(document: str) -> str:
    return (ROOT / document).read_text(encoding="utf-8")


def rows(document: str, heading: str) -> list[list[str]]:
    """The cells of every row of the tables under a heading, without the tables' own headings."""
    part = text(document).partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    assert part, heading
    return rows_of(part)


def rows_of(part: str) -> list[list[str]]:
    lines = [line for line in part.splitlines() if line.startswith("| ")]
    headings = {above for above, below in pairwise(lines) if set(below) <= set("|- ")}
    told = [line for line in lines if line not in headings and set(line) - set("|- ")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in told]


def constants(path: str) -> set[object]:
    return {node.value for node in ast.walk(ast.parse(text(path))) if isinstance(node, ast.Constant)}


def in_words(value: object) -> str:
    if isinstance(value, timedelta):
        seconds = int(value.total_seconds())
        size, unit = next((size, unit) for size, unit in UNITS if seconds % size == 0)
        return f"{seconds // size:,} {unit}{'' if seconds == size else 's'}"
    return f"{value:,}"


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_file_that_is_named_is_there(document: str) -> None:
    named = set(PATH.findall(text(document)))
    assert len(named) > 20
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_test_that_is_named_is_there(document: str) -> None:
    for path, name in TEST.findall(text(document)):
        assert re.search(rf"^def {name}\(", text(path), re.MULTILINE), f"{path}::{name}"


def test_every_figure_stands_in_its_test() -> None:
    figures = rows("docs/security.md", "Figures")
    assert len(figures) > 5
    for tried, _came_of_it, test in figures:
        [(path, _name)] = TEST.findall(test)
        numbers = {int(number.replace(",", "")) for number in re.findall(r"\d[\d,]+", tried)}
        known = constants(path) | constants("people1st/local/tools.py")  # how much `make fuzz` asks for
        counts = {int(value) for value in known if isinstance(value, int) or str(value).isdecimal()}
        counts |= {one * other for one in counts for other in counts}
        counts |= {int(number) for number in re.findall(r"=(\d+)", text(path))}  # what the environment may ask for
        assert numbers <= counts, f"{tried}: {path}"


def test_every_setting_has_its_value_and_none_is_left_out() -> None:
    told = {row[0].strip("`"): row[1] for row in rows("docs/security.md", "Settings")}
    limits = {field.name for field in Protection._meta.fields if field.get_internal_type() == "PositiveIntegerField"}
    periods = {name for name, value in vars(written).items() if isinstance(value, timedelta)}
    assert periods | limits <= set(told)
    for name, value in told.items():
        so = getattr(Protection(), name) if name in limits else getattr(settings, name)
        assert value == in_words(so), name


def test_every_limit_of_guesses_is_told() -> None:
    limits = {name: limit for name, limit in vars(guesses).items() if isinstance(limit, guesses.Limit)}
    so = {f"`{name}`": f"{limit.most} in {in_words(limit.window)}" for name, limit in limits.items()}
    assert dict(rows("docs/security.md", "Guessing")) == so


def test_each_requirement_is_answered_once_in_one_of_five_ways() -> None:
    answered = [row for row in rows_of(text("docs/asvs.md")) if re.match(r"\d", row[0])]
    assert {row[3] for row in answered} == {"met", "partly", "not met", "outside", "does not apply"}
    numbers = [number for row in answered for number in row[0].split(", ")]
    assert len(numbers) == len(set(numbers)) > 150
    assert [row[0] for row in answered if not row[4]] == []


def test_every_security_event_is_told() -> None:
    told = " ".join(row[0] for row in rows("docs/security.md", "Logs"))
    assert {f"`{event.value}`" for event in Event} == {
        name for name in re.findall(r"`[a-z_]+`", told) if name != "`Event`"
    }


def test_the_documents_lead_to_each_other() -> None:
    assert "](asvs.md)" in text("docs/security.md")
    assert "](security.md" in text("docs/asvs.md")
    for document in DOCUMENTS:
        headings = {
            heading.casefold().replace(" ", "-") for heading in re.findall(r"^#+ (.+)$", text(document), re.MULTILINE)
        }
        for anchor in re.findall(r"\]\(#([\w-]+)\)", text(document)):
            assert anchor in headings, anchor
