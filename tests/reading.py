"""Reads a served page as a browser does: its elements, and what its forms send."""

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Self

VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})


class Element:
    """One element; `text` is what a person reads in it, with its spaces collapsed."""

    def __init__(self, tag: str, attrs: dict[str, str], parent: Self | None = None) -> None:
        self.tag, self.attrs, self.parent = tag, attrs, parent
        self.children: list[Self | str] = []

    def __iter__(self) -> Iterator[Self]:
        for child in self.children:
            if isinstance(child, Element):
                yield child
                yield from child

    def __getitem__(self, attr: str) -> str:
        return self.attrs[attr]

    def get(self, attr: str, default: str = "") -> str:
        return self.attrs.get(attr, default)

    def all(self, *tags: str, **attrs: str) -> list[Self]:
        """The elements inside it with one of the tags and all of the attributes; `class_` means one of the classes."""
        wanted_class = attrs.pop("class_", "")
        return [
            element
            for element in self
            if (not tags or element.tag in tags)
            and (not wanted_class or wanted_class in element.get("class").split())
            and all(element.attrs.get(name.replace("_", "-")) == value for name, value in attrs.items())
        ]

    def one(self, *tags: str, **attrs: str) -> Self:
        found = self.all(*tags, **attrs)
        assert len(found) == 1, f"{len(found)} of {tags} {attrs}"
        return found[0]

    @property
    def source_text(self) -> str:
        return "".join(child if isinstance(child, str) else child.source_text for child in self.children)

    @property
    def text(self) -> str:
        return " ".join(self.source_text.split())


class _Builder(HTMLParser):
    def __init__(self, *, strict: bool) -> None:
        super().__init__()
        self.strict = strict
        self.root = self.here = Element("", {})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, self.here)
        self.here.children.append(element)
        if tag not in VOID:
            self.here = element

    def handle_endtag(self, tag: str) -> None:
        assert self.here.tag == tag or not self.strict, f"</{tag}> closes <{self.here.tag}>"
        closed: Element | None = self.here
        while closed and closed.tag != tag:
            closed = closed.parent
        if closed and closed.parent:
            self.here = closed.parent

    def handle_data(self, data: str) -> None:
        self.here.children.append(data)


def document(html: str | bytes, *, strict: bool = True) -> Element:
    """The page as a tree. An element that another one's end tag would close is an AssertionError when `strict`."""
    builder = _Builder(strict=strict)
    builder.feed(html.decode() if isinstance(html, bytes) else html)
    builder.close()
    assert builder.here is builder.root or not strict, f"<{builder.here.tag}> is not closed"
    return builder.root


def form_with(page: Element, field: str) -> Element:
    """The one form that has a field or a button of this name."""
    found = [form for form in page.all("form") if form.all(name=field)]
    assert len(found) == 1, f"{len(found)} forms with {field}"
    return found[0]


def as_served(form: Element, button: str = "") -> dict[str, str]:
    """What a browser sends when nobody has touched the form and its button is pressed."""
    data: dict[str, str] = {}
    for field in form.all("input", "select", "textarea"):
        if not field.get("name") or "disabled" in field.attrs:
            continue
        if field.tag == "textarea":
            data[field["name"]] = field.source_text.removeprefix("\n")
        elif field.tag == "select":
            options = field.all("option")
            chosen = [option for option in options if "selected" in option.attrs] or options[:1]
            data[field["name"]] = chosen[0].get("value", chosen[0].text)
        elif field.get("type") not in {"checkbox", "radio", "submit"} or "checked" in field.attrs:
            data[field["name"]] = field.get("value", "on" if field.get("type") == "checkbox" else "")
    for pressed in form.all("button"):
        if pressed.get("name") and pressed["name"] == button:
            data[button] = pressed.get("value")
    return data


def tick_of(form: Element) -> str:
    """The name of the form's one box."""
    return form.one("input", type="checkbox")["name"]
