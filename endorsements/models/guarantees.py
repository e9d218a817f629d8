"""What the database guarantees of an endorsement, and what it finds quickly."""

import pgtrigger
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q

from endorsements.models.states import ENDED, MANAGED, OPEN, Source, Status, Visibility

INDEXES: list[models.Index] = [
    models.Index(fields=["status", "submitted_at"], name="endorsement_queue"),
    models.Index(fields=["-submitted_at", "-id"], name="endorsement_newest"),
    models.Index(fields=["mailbox_key"], name="endorsement_mailbox", condition=~Q(mailbox_key="")),
    models.Index(fields=["id"], name="endorsement_sealed", condition=~Q(sealed="")),
    models.Index(fields=["id"], name="endorsement_logo", condition=~Q(logo_permission="")),
    models.Index(
        fields=["decided_at"],
        name="endorsement_unnamed_day",
        condition=Q(status=Status.APPROVED, visibility=Visibility.UNNAMED),
    ),
    models.Index(fields=["name_key"], name="endorsement_name"),
    models.Index(fields=["website_key"], name="endorsement_website", condition=~Q(website_key="")),
    models.Index(fields=["statement_key"], name="endorsement_statement", condition=~Q(statement_key="")),
    models.Index(fields=["sender_digest"], name="endorsement_sender", condition=~Q(sender_digest="")),
    GinIndex(OpClass("search_text", name="gin_trgm_ops"), name="endorsement_search"),
]
CONSTRAINTS: list[models.BaseConstraint] = [
    models.UniqueConstraint(fields=["name_key"], condition=Q(status=Status.APPROVED), name="one_approved_per_name"),
    models.UniqueConstraint(
        fields=["website_key"],
        condition=Q(status=Status.APPROVED) & ~Q(website_key=""),
        name="one_approved_per_website",
    ),
    models.UniqueConstraint(
        fields=["mailbox_key", "name_key"],
        condition=Q(status__in=OPEN) & ~Q(mailbox_key=""),
        name="one_open_per_mailbox_and_name",
    ),
    models.CheckConstraint(condition=Q(status__in=Status.values), name="status_is_known"),
    models.CheckConstraint(condition=Q(visibility__in=Visibility.values), name="visibility_is_known"),
    models.CheckConstraint(condition=~Q(name_key=""), name="name_has_letters"),
    models.CheckConstraint(
        condition=Q(website="") | Q(website__startswith="https://") | Q(website__startswith="http://"),
        name="website_is_one",
    ),
    models.CheckConstraint(
        condition=(~Q(visibility=Visibility.UNNAMED) & Q(sealed=""))
        | (
            Q(
                visibility=Visibility.UNNAMED,
                name="",
                country="",
                website="",
                statement="",
                search_text="",
            )
            & ~Q(sealed="")
        ),
        name="unnamed_is_sealed",
    ),
    models.CheckConstraint(
        condition=Q(source=Source.STAFF)
        | Q(confirmed_at__isnull=False)
        | ~Q(status__in=[Status.WAITING, Status.APPROVED, Status.REJECTED]),
        name="decided_only_when_confirmed",
    ),
    models.CheckConstraint(
        condition=~Q(status=Status.APPROVED) | Q(endorsed_on__isnull=False), name="approved_has_a_date"
    ),
    models.CheckConstraint(
        condition=~Q(status__in=ENDED)
        | Q(contact_name="", contact_role="", contact_email="", new_contact_email="", mailbox_key=""),
        name="ended_keeps_no_contact",
    ),
    models.CheckConstraint(
        condition=(Q(visibility=Visibility.PUBLIC) & ~Q(status__in=ENDED)) | Q(proof_code="", proven_domain=""),
        name="unnamed_proves_nothing",
    ),
    models.CheckConstraint(
        condition=Q(logo__isnull=True, logo_permission="")
        | (Q(logo__isnull=False, visibility=Visibility.PUBLIC, status__in=MANAGED) & ~Q(logo_permission="")),
        name="logo_is_permitted_to_the_named",
    ),
]

# A logo goes with the name, whoever takes the name away: a version of the site that knows of no logos does it too.
TRIGGERS: list[pgtrigger.Trigger] = [
    pgtrigger.Trigger(
        name="logo_goes_with_the_name",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func=(
            "IF OLD.logo_id IS NOT NULL"
            f" AND (NEW.visibility <> '{Visibility.PUBLIC}' OR NEW.status NOT IN {tuple(map(str, MANAGED))}) THEN"
            " NEW.logo_id = NULL; NEW.logo_permission = ''; END IF; RETURN NEW;"
        ),
    ),
]
