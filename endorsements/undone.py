"""Work that is done and undone, so that an answer takes as long where nothing comes of it as where something does.

Who sends a form is not to learn from the time of the answer whether an address is known, whether its mailbox has had
its mails of the day, or whether the site has taken the sender for a machine.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction


@contextmanager
def work(*, kept: bool) -> Iterator[None]:
    """Let PostgreSQL do everything of the block, jobs for the queue too; at its end it is kept, or rolled back."""
    with transaction.atomic():
        yield
        if not kept:
            transaction.set_rollback(True)
