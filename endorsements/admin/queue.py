"""The list of endorsements in the admin: what waits comes first, and each row shows what a decision is about."""

from django.contrib import admin
from django.db.models import Case, DateTimeField, OuterRef, Prefetch, QuerySet, When
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timesince import timesince
from django.utils.translation import gettext_lazy as _

from endorsements import search
from endorsements.admin.queue_pages import QUEUE_ORDER, QueuePaginator
from endorsements.models import Change, Endorsement, Mail
from endorsements.models.change import Outcome
from endorsements.models.mail import Held
from endorsements.models.states import Status, Visibility

LONGEST_SEARCH = 200  # characters, as on the public list: each word is a condition of its own


class Queue(admin.ModelAdmin):
    """The order of the records, the search among them, and the columns that are computed."""

    paginator = QueuePaginator

    def get_queryset(self, _request: HttpRequest) -> QuerySet[Endorsement]:
        """Every record, with since when something about it waits; that first, the oldest on top, then the newest."""
        waiting = Change.objects.filter(outcome=Outcome.WAITING)
        change = waiting.filter(endorsement=OuterRef("pk"))
        held = Mail.objects.filter(endorsement=OuterRef("pk"), held_for=Held.HAND_CHECK).order_by("queued_at")
        waits_since = Case(
            When(status=Status.WAITING, then=Coalesce("confirmed_at", "submitted_at")),
            When(status=Status.APPROVED, then=change.values("proposed_at")[:1]),
            When(status=Status.UNCONFIRMED, then=held.values("queued_at")[:1]),
            output_field=DateTimeField(),
        )
        return (
            Endorsement.objects.annotate(waits_since=waits_since)
            .prefetch_related(Prefetch("changes", waiting, to_attr="waiting_changes"))
            .order_by(*QUEUE_ORDER)
        )

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        """As Django's, of so many characters; among the unnamed too, whose names the database holds encrypted."""
        search_term = search_term[:LONGEST_SEARCH]
        found, may_have_duplicates = super().get_search_results(request, queryset, search_term)
        if sealed := search.sealed_with(search_term):
            found |= queryset.filter(pk__in=sealed)
        return found, may_have_duplicates

    @admin.display(description=_("what waits"))
    def waits(self, endorsement: Endorsement) -> str:
        """The endorsement itself, a change of an approved one, or a request to be looked at before it is confirmed."""
        if not endorsement.waits_since:  # type: ignore[attr-defined] # annotated above
            return "–"
        what = {Status.WAITING: _("endorsement"), Status.UNCONFIRMED: _("first look")}
        return str(what.get(Status(endorsement.status), _("change")))

    @admin.display(description=_("waits for"))
    def age(self, endorsement: Endorsement) -> str:
        """How long it has been waiting."""
        since = endorsement.waits_since  # type: ignore[attr-defined] # annotated above
        return timesince(since, depth=1) if since else "–"

    @admin.display(description=_("website"))
    def site(self, endorsement: Endorsement) -> SafeString:
        """What stands, and what a waiting change would put in its place."""
        return _old_and_new(endorsement, "website")

    @admin.display(description=_("statement"))
    def words(self, endorsement: Endorsement) -> SafeString:
        """What stands, and what a waiting change would put in its place: nobody approves unread words."""
        return _old_and_new(endorsement, "statement")

    @admin.display(description=_("visibility"))
    def named(self, endorsement: Endorsement) -> str:
        """Named or not, and whether it waits to be named."""
        asked = any(change.visibility for change in endorsement.waiting_changes)  # type: ignore[attr-defined] # prefetched
        return f"{endorsement.get_visibility_display()}{' → ' + Visibility.PUBLIC.label if asked else ''}"

    @admin.display(description=_("same organisation?"))
    def alike(self, endorsement: Endorsement) -> SafeString | str:
        """Other records with the same name, website or mailbox, side by side."""
        others = Endorsement.objects.of_organisation(endorsement.name, endorsement.website)
        if endorsement.mailbox_key:
            others |= Endorsement.objects.of_mailbox(endorsement.contact_email)
        rows = [
            (
                reverse("admin:endorsements_endorsement_change", args=[other.pk]),
                other.name,
                other.get_status_display(),
                other.website,
                other.contact_email.rpartition("@")[2],
                f"{other.submitted_at:%Y-%m-%d}",
            )
            for other in others.exclude(pk=endorsement.pk).order_by("submitted_at")[:20]
        ]
        if not rows:
            return "–"
        return format_html("<ul>{}</ul>", format_html_join("", '<li><a href="{}">{}</a>: {} · {} · {} · {}</li>', rows))


def _old_and_new(endorsement: Endorsement, field: str) -> SafeString:
    old = getattr(endorsement, field)
    changes_waiting = getattr(endorsement, "waiting_changes", ())
    new = next((getattr(change, field) for change in changes_waiting if getattr(change, field) is not None), None)
    if new is None:
        return format_html("{}", old or "–")
    return format_html("<del>{}</del> → <ins>{}</ins>", old or "–", new or "–")
