"""What a form tells browsers about its fields: what to offer, what to leave alone, which way the words run.

The tokens of `autocomplete` are those of the HTML standard (WCAG 2.2, 1.3.5). Names and addresses are not checked for
spelling: some browsers send what they check to their makers. No `enterkeyhint` where a form has several fields:
without a script the key sends the form, whatever it is called.
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.functional import Promise

UNCHECKED = {"spellcheck": "false"}


def organisation() -> forms.TextInput:
    """An organisation's name, in any script."""
    return forms.TextInput(attrs={"autocomplete": "organization", "dir": "auto", **UNCHECKED})


def website() -> forms.URLInput:
    """A web address."""
    return forms.URLInput(attrs={"autocomplete": "url", "inputmode": "url", **UNCHECKED})


def statement() -> forms.Textarea:
    """A short text, in any script."""
    return forms.Textarea(attrs={"rows": 5, "dir": "auto"})


def person() -> forms.TextInput:
    """The contact's name, in any script."""
    return forms.TextInput(attrs={"autocomplete": "name", "autocapitalize": "words", "dir": "auto", **UNCHECKED})


def role() -> forms.TextInput:
    """What the contact is in the organisation."""
    return forms.TextInput(attrs={"autocomplete": "organization-title", "dir": "auto", **UNCHECKED})


def mailbox(**attrs: str) -> forms.EmailInput:
    """An email address."""
    return forms.EmailInput(attrs={"autocomplete": "email", **UNCHECKED, **attrs})


class ExplainedChoices(forms.RadioSelect):
    """Radio buttons of which each may say below its label what it means; `hints` go by the choice's value."""

    def __init__(self, *, hints: Mapping[Any, str | Promise]) -> None:
        super().__init__()
        self.hints = hints

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The option, with its hint for the template (templates/people1st/field.html) and for screen readers."""
        option = super().create_option(name, value, *args, **kwargs)
        hint = self.hints.get(value)
        if hint:
            option["hint"] = hint
            option["attrs"]["aria-describedby"] = f"{option['attrs']['id']}_hint"
        return option
