"""A slice of `make fuzz`: FUZZ_SEEDS seeds, FUZZ_REQUESTS requests of each in each language, all of them reproducible.

There is no OpenAPI schema of the site, so that schemathesis has nothing to read: the addresses come from Django's own
resolver, the forms from the pages as they are served.
"""

import gc
import logging
import os
import sys

import pytest
from django.test import Client

from endorsements.models.token import Purpose
from tests.endorsements.factories import an_endorsement, an_entry
from tests.endorsements.visitors import link_to, opened
from tests.fuzz.asking import SECRET, Report, forms_of, memory, patterns, run
from tests.fuzz.strategies import Form
from tests.site.staff_pages import a_superuser, signed_in, something_of_everything, staff_pages

pytestmark = pytest.mark.django_db(transaction=True)
LANGUAGES = ("en", "uk", "ru")
SEEDS = int(os.environ.get("FUZZ_SEEDS", "1"))
REQUESTS = int(os.environ.get("FUZZ_REQUESTS", "100"))
FIRST_SEED = int(os.environ.get("FUZZ_FIRST_SEED", "1"))
MOST_GROWTH = 60 * 1024  # KiB: hypothesis remembers its own examples too


def own_pages(language: str) -> list[str]:
    """Fresh pages behind mailed links: what was asked before may have ended the others."""
    approved, unnamed = an_endorsement("approved"), an_endorsement("approved", visibility="unnamed")
    fresh = ((Purpose.MANAGE, approved), (Purpose.MANAGE, unnamed), (Purpose.MAILBOX, approved))
    links = [link_to(purpose, endorsement, language) for purpose, endorsement in fresh]
    return [*links, link_to(Purpose.CONFIRM, an_endorsement("unconfirmed"), language)]


def ready(form: Form) -> Form:
    """The form as its page served it, with the cookie's secret, and old enough to be a person's."""
    fields = dict(form.fields)
    fields |= {"csrfmiddlewaretoken": SECRET} if "csrfmiddlewaretoken" in fields else {}
    fields |= {"opened": opened()} if "opened" in fields else {}
    return Form(form.address, fields)


def test_nothing_that_is_asked_breaks_the_site(settings, client: Client):
    logging.disable(logging.CRITICAL)
    something_of_everything()
    an_entry()
    user = a_superuser()
    report = Report()
    try:
        for number, seed in enumerate(range(FIRST_SEED, FIRST_SEED + SEEDS)):
            for language in LANGUAGES:
                staff = signed_in(client, user)
                of_staff = staff_pages(user)
                public = [f"/{language}/endorse/", f"/{language}/endorse/link/", *own_pages(language)]
                forms = forms_of(Client(), public) * 3 + forms_of(staff, ["/admin/login/", *of_staff[seed % 3 :: 3]])
                known = [*patterns(language), *public * 5, *of_staff, "/static/css/site.css", "/static/", "/ua/about/"]
                session = staff.cookies[settings.SESSION_COOKIE_NAME].value
                run(
                    report,
                    seed * 10 + LANGUAGES.index(language),
                    REQUESTS,
                    known,
                    [ready(one) for one in forms],
                    session,
                )
            if number == 0:
                gc.collect()
                report.before = memory()
        gc.collect()
        report.after = memory()
    finally:
        logging.disable(logging.NOTSET)
    sys.stdout.write(f"\n{report.line()}\n" + "\n".join(report.failures[:20]))
    assert not report.failures, report.failures[:5]
    assert report.asked >= SEEDS * REQUESTS * len(LANGUAGES) * 0.9
    assert report.after - report.before < MOST_GROWTH
