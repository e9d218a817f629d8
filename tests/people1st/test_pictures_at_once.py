"""The same picture kept by several at once, and kept while it is forgotten, on a real PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from people1st import pictures
from people1st.models import Picture
from tests.endorsements.racing import DEADLINE, are_waiting, at_once, wait_until
from tests.images import RED, encoded

pytestmark = [pytest.mark.django_db(transaction=True)]


def keep() -> Picture:
    return pictures.keep(encoded(RED), made_by=None)


def test_uploaded_by_several_at_once_it_is_one() -> None:
    given = at_once(*[keep] * 4, behind=keep)
    assert given == [Picture.objects.get()] * 4


def test_uploaded_while_it_is_forgotten_it_is_kept() -> None:
    there = keep()

    def keep_it() -> Picture:
        try:
            return keep()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as threads:
        with transaction.atomic():
            Picture.objects.select_for_update().get(pk=there.pk)
            running = threads.submit(keep_it)
            wait_until(lambda: are_waiting(1), "the upload at the picture")
            assert pictures.forget_unused() == 1
        assert running.result(DEADLINE) == Picture.objects.get()
