"""The form of the public list, read from the address: it searches and filters, and changes nothing."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from endorsements import countries
from endorsements.fields import LineField
from endorsements.grouping import Grouping


class SearchForm(forms.Form):
    """Search and filter of the public list, read from the address."""

    q = LineField(
        label=_("Search by name"), required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )
    country = forms.ChoiceField(
        label=_("Country"), required=False, error_messages={"invalid_choice": _("There is no country with this code.")}
    )

    by = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=Grouping.choices,
        error_messages={"invalid_choice": _("The list has no such order.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        country = self.fields["country"]
        assert isinstance(country, forms.ChoiceField)  # noqa: S101 - narrows the type
        country.choices = [("", _("All countries")), *countries.choices()]
