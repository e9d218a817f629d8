"""An organisation's endorsement of the demands. All that is kept of its contact is on this model."""

import uuid
from collections.abc import Collection
from typing import Any, ClassVar, Self

from django.core.validators import MinLengthValidator
from django.db import models
from django.db.models.fetch_modes import FetchMode
from django.utils.translation import get_language_info, gettext_lazy as _

from endorsements import countries
from endorsements.models import guarantees, orders, sealing, total
from endorsements.models.endorsement_sets import EndorsementQuerySet
from endorsements.models.states import MANAGED, ProvenBy, Source, Status, Visibility
from people1st.encrypted import EncryptedJSONField, EncryptedTextField


class Endorsement(models.Model):
    """One organisation's request to stand behind the demands, from the form to its end.

    The keys (`name_key`, `website_key`, `mailbox_key`, `search_text`) are derived on save; the unique constraints on
    them decide that an organisation has one approved endorsement and a mailbox one open request for it. The contact is
    kept encrypted, and found by a keyed hash of the mailbox alone.
    """

    public_id = models.UUIDField(_("public id"), default=uuid.uuid4, unique=True, editable=False)

    name = models.CharField(_("name"), max_length=200, validators=[MinLengthValidator(2)])
    country = models.CharField(_("country"), max_length=2, blank=True)
    website = models.URLField(_("website"), max_length=200, blank=True)
    statement = models.TextField(_("statement"), max_length=600, blank=True)
    visibility = models.CharField(_("visibility"), max_length=10, choices=Visibility.choices, default=Visibility.PUBLIC)

    contact_name = EncryptedTextField(_("contact’s name"), max_length=200, blank=True)
    contact_role = EncryptedTextField(_("contact’s role"), max_length=200, blank=True)
    contact_email = EncryptedTextField(_("contact’s mailbox"), max_length=254, blank=True)
    new_contact_email = EncryptedTextField(_("new mailbox, not confirmed yet"), max_length=254, blank=True)

    status = models.CharField(
        _("status"), max_length=12, choices=Status.choices, default=Status.UNCONFIRMED, editable=False
    )
    source = models.CharField(_("source"), max_length=5, choices=Source.choices, default=Source.FORM, editable=False)
    language = models.CharField(_("language"), max_length=5, default="en")
    demands_version = models.ForeignKey(
        "campaign.DemandsVersion",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("version of the demands"),
        editable=False,
    )
    consent_wording = models.TextField(_("consent, word for word"), blank=True, editable=False)
    consent_version = models.CharField(_("version of the consent"), max_length=20, blank=True, editable=False)
    launch_position = models.PositiveSmallIntegerField(
        _("position on the launch list"), null=True, blank=True, unique=True
    )

    submitted_at = models.DateTimeField(_("sent in"), auto_now_add=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True, editable=False)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True, editable=False)
    updated_at = models.DateTimeField(_("last changed"), auto_now=True)
    endorsed_on = models.DateField(_("endorsed on"), null=True, blank=True)

    # The database gives these their defaults too, so that the former version goes on while a new one is deployed.
    # Encrypted, since it may point at an unnamed organisation that a request resembles.
    evidence = EncryptedJSONField(_("evidence"), default=list, db_default="", blank=True, editable=False)
    sender_digest = models.CharField(max_length=64, blank=True, default="", db_default="", editable=False)
    proof_code = models.CharField(max_length=40, blank=True, default="", db_default="", editable=False)
    proven_domain = models.CharField(
        _("proven domain"), max_length=253, blank=True, default="", db_default="", editable=False
    )
    proven_at = models.DateTimeField(_("domain proven"), null=True, blank=True, editable=False)
    proven_by = models.CharField(
        _("proven by"), max_length=4, choices=ProvenBy.choices, blank=True, default="", db_default="", editable=False
    )

    # Beside the name in public, with permission (endorsements/logos.py). Who permitted it may name a person.
    logo = models.ForeignKey(
        "people1st.Picture",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("logo"),
        editable=False,
    )
    logo_permission = EncryptedTextField(
        _("who permitted the logo, and when"), max_length=300, blank=True, default="", db_default="", editable=False
    )

    # An unnamed organisation's name, country, website and statement (endorsements/models/sealing.py).
    sealed = EncryptedTextField(blank=True, default="", db_default="", editable=False)

    name_key = models.CharField(max_length=200, editable=False)
    website_key = models.CharField(max_length=255, blank=True, editable=False)
    mailbox_key = models.CharField(max_length=254, blank=True, editable=False)
    search_text = models.TextField(editable=False)
    statement_key = models.CharField(max_length=64, blank=True, default="", db_default="", editable=False)

    objects = EndorsementQuerySet.as_manager()

    class Meta:
        """Names, the permissions, and what the database guarantees."""

        verbose_name = _("endorsement")
        verbose_name_plural = _("endorsements")
        permissions = (
            ("moderate_endorsement", _("Can approve, reject and take back endorsements")),
            ("view_contact", _("Can see the contacts of endorsements")),
            ("export_contacts", _("Can export the contacts of endorsements")),
        )
        indexes: ClassVar = [*guarantees.INDEXES, *orders.INDEXES]
        constraints = guarantees.CONSTRAINTS
        triggers: ClassVar = [*guarantees.TRIGGERS, *total.TRIGGERS]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, with the keys derived from what was written, and an unnamed one's words sealed."""
        self.derive_keys()
        with sealing.put_away(self):
            super().save(*args, **kwargs)

    @classmethod
    def from_db(
        cls,
        db: str | None,
        field_names: Collection[str],
        values: Collection[Any],
        *,
        fetch_mode: FetchMode | None = None,
    ) -> Self:
        """As Django's; an unnamed one with the words that were sealed."""
        endorsement = super().from_db(db, field_names, values, fetch_mode=fetch_mode)
        sealing.take_out(endorsement)
        return endorsement

    def derive_keys(self) -> None:
        """Set the canonical forms that the unique constraints and the search stand on."""
        sealing.derive_keys(self)

    def forget_contact(self) -> None:
        """Blank every personal field, and what was concluded from them; the caller saves."""
        self.contact_name = self.contact_role = self.contact_email = self.new_contact_email = ""
        self.sender_digest, self.evidence = "", []
        self.forget_proof()

    def forget_proof(self) -> None:
        """The domain counts as proven no longer, and the code that proved it is nobody's; the caller saves."""
        self.proof_code = self.proven_domain = self.proven_by = ""
        self.proven_at = None

    def forget_logo(self) -> None:
        """There is none, and nobody permitted one; the caller saves, and forgets the picture."""
        self.logo, self.logo_permission = None, ""

    @property
    def is_unnamed(self) -> bool:
        """Whether the organisation is counted without being named."""
        return self.visibility == Visibility.UNNAMED

    @property
    def is_public(self) -> bool:
        """Whether it stands on the public list now; the same rule as `public()`."""
        return self.status == Status.APPROVED and self.visibility == Visibility.PUBLIC

    @property
    def may_have_logo(self) -> bool:
        """Whether a logo may be kept: of what is named, or asks to be, and is neither refused nor ended."""
        return self.status in MANAGED and self.visibility == Visibility.PUBLIC

    @property
    def language_name(self) -> str:
        """The language's own name: English, Українська, Русский."""
        return str(get_language_info(self.language)["name_local"]).capitalize()

    @property
    def country_name(self) -> str:
        """The country's name in the reader's language, or an empty text."""
        return countries.name(self.country)
