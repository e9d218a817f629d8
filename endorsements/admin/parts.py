"""The read-only parts beside a record in the admin, and the filter of its queue."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext, gettext_lazy as _

from endorsements import countries
from endorsements.models import Change, Endorsement, Event, Mail
from endorsements.models.endorsement_sets import EndorsementQuerySet


class ReadOnlyInline(admin.TabularInline):
    """Rows that staff see and nobody edits."""

    extra = 0
    can_delete = False
    show_change_link = False

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        """All of them."""
        return self.get_fields(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:  # noqa: ARG002
        """Never."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:  # noqa: ARG002
        """Never."""
        return False


class ChangeInline(ReadOnlyInline):
    """What the contact asked to change."""

    model = Change
    fields = ("proposed_at", "statement", "website", "visibility", "outcome", "decided_at")


class EventInline(ReadOnlyInline):
    """The history."""

    model = Event
    fields = ("at", "verb", "by", "actor", "from_status", "to_status", "reason")


class MailInline(ReadOnlyInline):
    """The mails about the record, without their addresses."""

    model = Mail
    fields = ("queued_at", "kind", "language", "outcome", "sent_at", "dropped_at")

    @admin.display(description=_("what became of it"))
    def outcome(self, mail: Mail) -> str:
        """In words; a refusal by the mail server with its code."""
        if mail.sent_at:
            return str(_("sent"))
        if mail.dropped_at and mail.refusal:
            return _("never arrived: the mail server refused it (%(answer)s)") % {"answer": mail.refusal}
        if mail.dropped_at:
            return str(_("not sent: it was no longer true"))
        if mail.refusal:
            return _("refused (%(answer)s), will be tried again") % {"answer": mail.refusal}
        return mail.get_held_for_display() if mail.held_at else str(_("waits"))


class CountryFilter(admin.AllValuesFieldListFilter):
    """The countries that occur, by name; where none is stated the link says so."""

    def choices(self, changelist: Any) -> Iterator[Any]:
        """Django's, with a text for each link."""
        everything, *each = super().choices(changelist)
        yield everything
        for choice in each:
            yield {**choice, "display": countries.name(str(choice["display"])) or gettext("Country not stated")}


class QueueFilter(admin.SimpleListFilter):
    """What waits for a decision, or for a look before its contact is written to."""

    title = _("queue")
    parameter_name = "queue"

    def lookups(self, _request: HttpRequest, _model_admin: Any) -> list[tuple[str, Any]]:
        """The choices beside “all”."""
        return [("waiting", _("waits for a decision")), ("by_hand", _("to be checked by hand"))]

    def queryset(self, _request: HttpRequest, queryset: QuerySet[Endorsement]) -> QuerySet[Endorsement]:
        """Narrow to what waits."""
        assert isinstance(queryset, EndorsementQuerySet)  # noqa: S101 - narrows the type
        if self.value() == "by_hand":
            return queryset.to_be_checked().order_by("submitted_at", "pk")
        return queryset.needs_decision() if self.value() == "waiting" else queryset
