"""What of the site stands under which key, and the refusal to start without a key that is still needed."""

import re
from collections import Counter
from typing import Any

from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError
from django.db.migrations.recorder import MigrationRecorder

from endorsements import rotation
from people1st import keyring
from people1st.staff import rotation as staff_rotation

ENCRYPTED_SINCE = ("endorsements", "0007_encrypt_contacts")
KEY_ID = re.compile(rf"[0-9a-f]{{{keyring.ID_LENGTH}}}")


def texts() -> Counter[str]:
    """How many ciphertexts stand under which key id."""
    return rotation.texts() + staff_rotation.texts()


def rotate() -> Counter[str]:
    """Bring everything under the newest key; gives how many rows of which kind were written. Raises as `demand`."""
    demand()
    done = rotation.rotate()
    done["secrets of staff"] = staff_rotation.rotate()
    return done


def erase_lost() -> int:
    """Erase what nobody can read any more because its key is lost; gives how many rows."""
    return rotation.erase_lost() + staff_rotation.erase_lost()


def lost() -> list[str]:
    """The ids of the keys that are needed and not in the ring; cheap enough to be asked at each start.

    Empty when nobody can tell: the database does not answer, or is not migrated yet.
    """
    try:
        app, name = ENCRYPTED_SINCE
        if not MigrationRecorder.Migration.objects.filter(app=app, name=name).exists():
            return []
        needed = rotation.needed() | set(staff_rotation.texts())
    except DatabaseError:
        return []
    return sorted(needed - set(keyring.ids()))


def demand() -> None:
    """Raise ImproperlyConfigured, with what to do, when a key is lost that is needed."""
    missing = lost()
    if missing:
        raise ImproperlyConfigured(_sentence(missing))


def check(**_about: Any) -> list[checks.CheckMessage]:
    """The same as a system check: every command of manage.py that makes checks refuses, the worker and migrate too."""
    missing = lost()
    return [checks.Error(_sentence(missing), id="people1st.E001")] if missing else []


def name_of(key: str) -> str:
    """The id of a key as it may be shown. What somebody left in clear begins with no id, and is not repeated."""
    return key if KEY_ID.fullmatch(key) else "(none)"


def _sentence(missing: list[str]) -> str:
    names = ", ".join(dict.fromkeys(name_of(key) for key in missing))
    return (
        f"ENCRYPTION_KEYS lacks the key {names}, which contact data is kept under. Put it back "
        "at the end of the list and run manage.py rotate_keys before it is taken out. See docs/deploying.md, “Keys”."
    )
