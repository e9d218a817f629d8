"""Which words an organisation endorses: the current version of the demands."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.db import connection, transaction

from campaign.models import Demand, DemandsVersion


def texts_now() -> dict[str, list[dict[str, str]]]:
    """The demands as they are written now, in every language, in their order; what is not translated is empty."""
    demands = list(Demand.objects.order_by("position", "pk"))
    return {
        language: [
            {
                "anchor": demand.anchor,
                "heading": getattr(demand, f"heading_{language}") or "",
                "text": getattr(demand, f"text_{language}") or "",
            }
            for demand in demands
        ]
        for language, _name in settings.LANGUAGES
    }


def there_are_several() -> bool:
    """Whether the demands have changed in substance, so that it matters which version somebody endorsed."""
    newest = DemandsVersion.objects.newest()
    return newest is not None and newest.number > 1


def current() -> DemandsVersion:
    """The version whose words are those of the demands now.

    When they differ from the last snapshot, whoever changed them and by whatever way, a new one is kept: the same
    number, the next edition. Safe to call from anywhere, any number of times, at once.
    """
    newest = DemandsVersion.objects.newest()
    if newest and newest.texts == texts_now():
        return newest
    return make_version(substance=False)


@transaction.atomic
def make_version(*, substance: bool, note: str = "", actor: User | AnonymousUser | None = None) -> DemandsVersion:
    """Keep the demands as they are written now, with the staff member who changed them and a note on why.

    A change of substance begins the next number; any other begins the next edition. Called again without a change in
    between, it gives the version that is there.
    """
    _wait_for_others()
    newest, texts = DemandsVersion.objects.newest(), texts_now()
    if newest is None:
        number, edition = 1, 1
    elif newest.texts == texts and (not substance or newest.edition == 1):
        return newest
    else:
        number, edition = (newest.number + 1, 1) if substance else (newest.number, newest.edition + 1)
    return DemandsVersion.objects.create(
        number=number, edition=edition, texts=texts, note=note, made_by=_account(actor)
    )


def _account(actor: User | AnonymousUser | None) -> User | None:
    return actor if isinstance(actor, User) else None


def _wait_for_others() -> None:
    """Let one transaction at a time make versions; the lock ends with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('campaign.versions', 0))")
