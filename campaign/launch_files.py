"""Reads campaign/content/*.toml strictly: an error names the file and the entry."""

import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import models
from modeltranslation.translator import translator

from campaign.models import Article, Demand, Figure, Group, Question, Quote, Release

LANGUAGES = ("en", "uk", "ru")

type AnyField = models.Field[Any, Any]


class LaunchContentError(Exception):
    """The content can't be loaded as it is written; the message says where and why."""


@dataclass(frozen=True)
class Kind:
    """One file: the table that its entries go to, and the field that names an entry for ever."""

    table: str
    model: type[models.Model]
    key_field: str

    @property
    def file_name(self) -> str:
        """The file under content/."""
        return f"{self.table}s.toml"

    @property
    def rows(self) -> "models.QuerySet[Any]":
        """The rows of the table."""
        return self.model._default_manager.all()  # noqa: SLF001 - Django documents it

    @property
    def translated(self) -> set[str]:
        """Names of the fields that an entry writes in every language."""
        return set(translator.get_options_for_model(self.model).all_fields)

    @property
    def fields(self) -> dict[str, AnyField]:
        """The fields that an entry may hold."""
        return {
            field.name: field
            for field in self.model._meta.concrete_fields  # noqa: SLF001 - Django documents _meta
            if field.editable and not field.primary_key and not hasattr(field, "translated_field")
        }

    @property
    def links(self) -> "list[models.ForeignKey[Any, Any]]":
        """The fields that name an entry of another file."""
        return [field for field in self.fields.values() if isinstance(field, models.ForeignKey)]


@dataclass(frozen=True)
class Entry:
    """One entry, checked: its values by the names of the model's columns."""

    kind: Kind
    key: str
    values: dict[str, Any]


KINDS = (
    Kind("demand", Demand, "anchor"),
    Kind("figure", Figure, "key"),
    Kind("group", Group, "key"),
    Kind("quote", Quote, "key"),
    Kind("question", Question, "anchor"),
    Kind("release", Release, "key"),
    Kind("article", Article, "slug"),
)


def read(kind: Kind, folder: Path) -> list[Entry]:
    """The entries of one file in its order. Raises LaunchContentError for whatever is not as it should be."""
    path = folder / kind.file_name
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        msg = f"{kind.file_name}: {error}"
        raise LaunchContentError(msg) from error
    unknown = set(content) - {kind.table}
    rows = content.get(kind.table, [])
    if unknown or not isinstance(rows, list):
        msg = f"{kind.file_name}: holds {', '.join(sorted(unknown)) or kind.table}, but only [[{kind.table}]] is known."
        raise LaunchContentError(msg)
    entries = [_entry(kind, number, row) for number, row in enumerate(rows, start=1)]
    for name in {kind.key_field, "position"} & set(kind.fields):
        _refuse_repeated(kind, name, entries)
    return entries


def _entry(kind: Kind, number: int, row: dict[str, Any]) -> Entry:
    where = f"{kind.file_name}, entry {number} ({row.get(kind.key_field, 'without ' + kind.key_field)})"
    unknown = set(row) - set(kind.fields)
    if unknown:
        msg = f"{where}: {', '.join(sorted(unknown))} is not known."
        raise LaunchContentError(msg)
    values: dict[str, Any] = {}
    for name, field in kind.fields.items():
        if name not in row and not field.blank and not field.has_default():
            msg = f"{where}: {name} is missing."
            raise LaunchContentError(msg)
        if name in kind.translated:
            values |= _in_every_language(where, field, row.get(name))
        else:
            values[field.attname] = _checked(where, name, field, row[name]) if name in row else field.get_default()
    return Entry(kind, values[kind.key_field], values)


def _in_every_language(where: str, field: AnyField, texts: Any) -> dict[str, str]:
    if texts is None:
        return {f"{field.name}_{language}": "" for language in LANGUAGES}
    if not isinstance(texts, dict) or set(texts) != set(LANGUAGES):
        msg = f"{where}: {field.name} is written as {field.name}.en, {field.name}.uk and {field.name}.ru, all three."
        raise LaunchContentError(msg)
    return {
        f"{field.name}_{language}": _checked(where, f"{field.name}.{language}", field, texts[language])
        for language in LANGUAGES
    }


def _checked(where: str, name: str, field: AnyField, value: Any) -> Any:
    expected = _type_of(field)
    if type(value) is not expected:  # a bool is an int, a datetime is a date: only the very type will do
        msg = f"{where}: {name} is {value!r}, but must be a {expected.__name__}."
        raise LaunchContentError(msg)
    if not isinstance(value, str):
        return value
    if not value.strip() and not field.blank:
        msg = f"{where}: {name} is empty."
        raise LaunchContentError(msg)
    return value.strip()


def _type_of(field: AnyField) -> type:
    if isinstance(field, models.BooleanField):
        return bool
    if isinstance(field, models.IntegerField):
        return int
    if isinstance(field, models.DateTimeField):
        return datetime
    return date if isinstance(field, models.DateField) else str


def _refuse_repeated(kind: Kind, name: str, entries: list[Entry]) -> None:
    seen: set[Any] = set()
    for entry in entries:
        if entry.values[name] in seen:
            msg = f"{kind.file_name}, {entry.key}: {name} {entry.values[name]!r} is there twice."
            raise LaunchContentError(msg)
        seen.add(entry.values[name])
