"""The second factors of staff: passkeys and security keys, authenticator apps, recovery codes (kept by allauth)."""

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.mfa.utils import decrypt, encrypt
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils.crypto import constant_time_compare

Type = Authenticator.Type
__all__ = ["Type", "check_code", "generate_totp_secret", "has_any", "of", "set_up_app"]


def of(user: User) -> QuerySet[Authenticator]:
    """All that the user has, recovery codes too; the oldest first."""
    mine: QuerySet[Authenticator] = Authenticator.objects.filter(user=user)
    return mine.order_by("created_at", "pk")


def has_any(user: User) -> bool:
    """Whether the user has a passkey, a security key or an authenticator app. Recovery codes alone are no factor."""
    return of(user).exclude(type=Type.RECOVERY_CODES).exists()


def has_codes(user: User) -> bool:
    """Whether the user has anything that gives codes to type: an app, or recovery codes."""
    return of(user).exclude(type=Type.WEBAUTHN).exists()


@transaction.atomic
def check_code(user: User, code: str) -> bool:
    """Whether the code is right: of the authenticator app, or a recovery code. Each is good for one time only."""
    given = "".join(code.split()).replace("-", "")
    if not (given.isascii() and given.isdigit()):
        return False
    for factor in of(user).exclude(type=Type.WEBAUTHN).select_for_update():
        right = _of_app(factor, given) if factor.type == Type.TOTP else RecoveryCodes(factor).validate_code(given)
        if right:
            Authenticator.objects.get(pk=factor.pk).record_usage()
            return True
    return False


def matching_step(secret: str, code: str) -> int | None:
    """The time step of 30 s that the code is of: now, the one before or after; None when of none (RFC 6238, 5.2)."""
    steps = yield_hotp_counters_from_time()
    right = [step for step in steps if constant_time_compare(format_hotp_value(hotp_value(secret, step)), code)]
    return right[-1] if right else None


@transaction.atomic
def set_up_app(user: User, secret: str, code: str) -> Authenticator | None:
    """Register the authenticator app that holds the secret, when the code is right; takes the place of a former one."""
    step = matching_step(secret, "".join(code.split()))
    if step is None:
        return None
    of(user).filter(type=Type.TOTP).delete()
    data = {"secret": encrypt(secret), "last_step": step}
    return Authenticator.objects.create(user=user, type=Type.TOTP, data=data)


@transaction.atomic
def new_recovery_codes(user: User) -> list[str]:
    """Ten new codes in the place of all former ones. They can't be read again: only their seed is kept, encrypted."""
    User.objects.select_for_update().get(pk=user.pk)
    of(user).filter(type=Type.RECOVERY_CODES).delete()
    codes: list[str] = RecoveryCodes.activate(user).generate_codes()
    return codes


def codes_left(user: User) -> int:
    """How many recovery codes are unused."""
    codes = of(user).filter(type=Type.RECOVERY_CODES).first()
    return len(RecoveryCodes(codes).get_unused_codes()) if codes else 0


@transaction.atomic
def remove(factor: Authenticator) -> None:
    """Remove one; recovery codes go with the last that they would stand in for."""
    user = factor.user
    factor.delete()
    if not has_any(user):
        of(user).delete()


def _of_app(factor: Authenticator, code: str) -> bool:
    step = matching_step(decrypt(factor.data["secret"]), code)
    if step is None or step <= factor.data.get("last_step", -1):
        return False
    factor.data["last_step"] = step
    factor.save(update_fields=["data"])
    return True
