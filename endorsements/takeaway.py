"""Everything kept about an organisation, for its contact to take away (GDPR, Articles 15 and 20)."""

from base64 import b64encode
from typing import Any

from django.conf import settings
from django.utils import timezone

from endorsements.models import Endorsement
from endorsements.models.event import Verb
from endorsements.signs import OF_OTHERS

# Whose reasons the contact is told anyway; the others are notes between staff, and may speak of other people.
TOLD = frozenset({Verb.APPROVED, Verb.REJECTED, Verb.CHANGE_ACCEPTED, Verb.CHANGE_DECLINED, Verb.WITHDRAWN})


def everything(endorsement: Endorsement) -> dict[str, Any]:
    """The record as plain data for JSON: times in ISO 8601, field names in English in every language.

    Signs for moderators are named when they speak of this record alone: those that compare would tell of others.
    """
    return {
        "site": settings.SITE_URL,
        "made_at": timezone.now().isoformat(),
        "organisation": {
            "id": str(endorsement.public_id),
            "name": endorsement.name,
            "country": endorsement.country,
            "website": endorsement.website,
            "statement": endorsement.statement,
            "visibility": endorsement.visibility,
            "endorsed_on": _time(endorsement.endorsed_on),
            "proof_code": endorsement.proof_code,
            "proven_domain": endorsement.proven_domain,
            "domain_proven_by": endorsement.proven_by,
            "domain_proven_at": _time(endorsement.proven_at),
            "logo": _logo(endorsement),
            "logo_permission": endorsement.logo_permission,
        },
        "contact": {
            "name": endorsement.contact_name,
            "role": endorsement.contact_role,
            "email": endorsement.contact_email,
            "new_email_not_confirmed": endorsement.new_contact_email,
            "language": endorsement.language,
        },
        "consent": {
            "wording": endorsement.consent_wording,
            "version": endorsement.consent_version,
            "language": endorsement.language,
            "demands_version": str(endorsement.demands_version),
        },
        "status": endorsement.status,
        "source": endorsement.source,
        "sent_in_at": _time(endorsement.submitted_at),
        "confirmed_at": _time(endorsement.confirmed_at),
        "decided_at": _time(endorsement.decided_at),
        "network_hash": endorsement.sender_digest,
        "signs_for_moderators": [item["sign"] for item in endorsement.evidence if item["sign"] not in OF_OTHERS],
        "changes": [
            {
                "asked_at": _time(change.proposed_at),
                "asked": change.asked(),
                "outcome": change.outcome,
                "decided_at": _time(change.decided_at),
            }
            for change in endorsement.changes.all()
        ],
        "history": [
            {
                "at": _time(event.at),
                "what": event.verb,
                "by": event.by,
                "from": event.from_status,
                "to": event.to_status,
                "why": event.reason if event.verb in TOLD else "",
            }
            for event in endorsement.events.all()
        ],
        "emails": [
            {"queued_at": _time(mail.queued_at), "kind": mail.kind, "sent_at": _time(mail.sent_at)}
            for mail in endorsement.mails.all()
        ],
    }


def _logo(endorsement: Endorsement) -> dict[str, str] | None:
    """The picture itself."""
    logo = endorsement.logo
    if logo is None:
        return None
    return {"sha256": logo.sha256, "type": "image/webp", "base64": b64encode(bytes(logo.data)).decode()}


def _time(moment: Any) -> str | None:
    return moment.isoformat() if moment else None
