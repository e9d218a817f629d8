"""What the worker does for staff's accounts, and with the pictures that they uploaded."""

import logging
from datetime import timedelta

from django.contrib.sessions.models import Session
from django.utils import timezone
from procrastinate.contrib.django import app

from people1st import pictures
from people1st.models import EnrolmentLink

LINKS_KEPT = timedelta(days=90)

logger = logging.getLogger(__name__)


@app.periodic(cron="47 3 * * *")
@app.task(name="people1st.jobs.forget", queueing_lock="people1st.jobs.forget")
def forget(timestamp: int) -> None:
    """Every night: delete sessions that have run out, old enrolment links, pictures that nothing shows."""
    now = timezone.now()
    sessions, _kinds = Session.objects.filter(expire_date__lt=now).delete()
    links, _kinds = EnrolmentLink.objects.filter(made_at__lt=now - LINKS_KEPT).delete()
    unused = pictures.forget_unused()
    logger.info("At %s: %s sessions, %s enrolment links and %s pictures forgotten", timestamp, sessions, links, unused)
