"""Where a scene is set: the running site on a database that holds what the scene needs, and nothing else."""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum

import pgtrigger
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test import Client
from playwright.sync_api import Page

from endorsements.models import Endorsement
from endorsements.models.token import Purpose
from tests.endorsements.visitors import link_to
from tests.launched import CONTENT as LAUNCH_CONTENT, launched
from tests.site.staff_pages import signed_in

LANGUAGES = ("en", "uk", "ru")
# What Django made with the tables. The campaign's content stays from scene to scene unless one changed it.
PERMANENT = ("django_content_type", "django_migrations", "auth_permission", "auth_group")
CONTENT = ("campaign_", "people1st_picture", "auth_user")
QUEUE = "TRUNCATE procrastinate_jobs, procrastinate_workers, procrastinate_periodic_defers CASCADE"


class Ground(Enum):
    """What of the campaign's content is there before a scene is prepared."""

    NOTHING = "an empty database"
    LAUNCH = "the launch content, which the scene leaves as it is"
    OWN = "the launch content, which the scene changes"


class Stage:
    """The site of one scene in one language. `address` is where it is served.

    What a scene leaves for the browser: the path that `prepare` gives, a session (`sign_in`), or a page of its own.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self.language = LANGUAGES[0]
        self.session = ""
        self.page = ""
        self._holds = None
        self._until_next = contextlib.ExitStack()

    def clear(self, ground: Ground) -> None:
        """Take away what the last scene left, and bring the content that the next one stands on."""
        self._until_next.close()
        self.session = self.page = ""
        keeps = ground is not Ground.NOTHING and self._holds is Ground.LAUNCH
        _empty(PERMANENT + CONTENT if keeps else PERMANENT)
        User.objects.all().delete()  # a version of the demands may name one, so TRUNCATE would take the content too
        if ground is not Ground.NOTHING and not keeps:
            launched(LAUNCH_CONTENT)
        self._holds = ground

    def close(self) -> None:
        """Leave the database as other tests expect it."""
        self._until_next.close()
        _empty(PERMANENT)

    def lasts(self, manager: contextlib.AbstractContextManager[object]) -> None:
        """Enter it now, and leave it before the next scene."""
        self._until_next.enter_context(manager)

    def endorsers(self) -> None:
        """The organisations that endorsed before the site was there."""
        call_command("load_launch_endorsers", verbosity=0)

    def link(self, purpose: Purpose, endorsement: Endorsement) -> str:
        """The path of a mailed link in the scene's language."""
        return link_to(purpose, endorsement, self.language)

    def sign_in(self, user: User) -> User:
        """The browser has a session of theirs."""
        self.session = signed_in(Client(), user).cookies[settings.SESSION_COOKIE_NAME].value
        return user


@dataclass(frozen=True)
class Scene:
    """A named state of one page.

    `prepare` fills the database and gives the path: one that begins with "/", or the rest after `/<language>/`. `steps`
    are then done in the browser. The page that is there at the end was answered with `status`.
    """

    name: str
    shows: str
    prepare: Callable[[Stage], str]
    steps: Callable[[Page], None] | None = None
    languages: tuple[str, ...] = LANGUAGES
    staff: bool = False
    status: int = 200
    ground: Ground = Ground.LAUNCH

    def path(self, stage: Stage) -> str:
        """Prepare the stage, and give the path that the browser opens."""
        stage.clear(self.ground)
        given = self.prepare(stage)
        return given if given.startswith("/") else f"/{stage.language}/{given}"


@dataclass
class Seen:
    """What a browser met while a scene was opened: the status of the last page, and every complaint."""

    status: int = 0
    complaints: list[str] = field(default_factory=list)


def _empty(but: tuple[str, ...]) -> None:
    assert str(connection.settings_dict["NAME"]).startswith("test_"), "only a database of tests is emptied"
    tables = [name for name in connection.introspection.django_table_names(True) if not name.startswith(but)]  # noqa: FBT003
    named = ", ".join(connection.ops.quote_name(name) for name in tables)
    with pgtrigger.ignore(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {named}")
        cursor.execute(QUEUE)
