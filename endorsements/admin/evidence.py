"""Evidence in the admin: badges in the list, sentences beside the record, for those who may see contacts."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from endorsements import evidence
from endorsements.evidence import Sentence
from endorsements.models import Endorsement

NOTHING = "–"


class EvidenceShown(admin.ModelAdmin):
    """A column of badges, and a list of sentences. A colour never stands without its word."""

    class Media:
        """No style stands in a page itself."""

        css = {"all": ["admin/people1st/evidence.css"]}

    def get_list_display(self, request: HttpRequest) -> Any:
        """The badges are for those who may see contacts: they tell of the mailbox, and of other records."""
        columns = super().get_list_display(request)
        return columns if request.user.has_perm("endorsements.view_contact") else [c for c in columns if c != "badges"]

    @admin.display(description=_("evidence"))
    def badges(self, endorsement: Endorsement) -> SafeString | str:
        """The one or two most important signs. No query."""
        return _listed(("<li>{}</li>", (_badge(one, one.label),)) for one in evidence.badges(endorsement))

    @admin.display(description=_("evidence"))
    def known(self, endorsement: Endorsement) -> SafeString | str:
        """Every sign as a sentence, with the way to the records that it names."""
        return _listed(
            ("<li>{} {} {}</li>", (_badge(one), one.sentence, _links(one))) for one in evidence.sentences(endorsement)
        )


def _listed(items: Iterable[tuple[str, tuple[Any, ...]]]) -> SafeString | str:
    rows = [(format_html(pattern, *parts),) for pattern, parts in items]
    return format_html('<ul class="evidence">{}</ul>', format_html_join("", "{}", rows)) if rows else NOTHING


def _badge(one: Sentence, label: str = "") -> SafeString:
    text = f"{one.word}: {label}" if label else one.word
    return format_html('<span class="sign sign-{}">{}</span>', one.tone.value, text)


def _links(one: Sentence) -> SafeString:
    """The names stand apart from the page's own direction of writing."""
    rows = [(reverse("admin:endorsements_endorsement_change", args=[number]), name) for number, name in one.records]
    return format_html_join(", ", '<a href="{}"><bdi>{}</bdi></a>', rows)
