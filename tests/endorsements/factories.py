"""Endorsements in every state for tests, brought there by the workflow's own verbs; organisations under `.example`."""

import itertools
from typing import Any

from django.contrib.auth.models import Permission, User
from procrastinate.contrib.django.models import ProcrastinateJob

from campaign import versions
from campaign.models import Demand, DemandsVersion
from endorsements import changes, consent, submissions, workflow
from endorsements.models import Change, Endorsement, Event, Mail
from endorsements.models.states import Status
from people1st.staff import mailboxes

numbers = itertools.count(1)


def the_demands() -> DemandsVersion:
    """The current version of the demands; seven demands in three languages are made when there are none."""
    if not Demand.objects.exists():
        Demand.objects.bulk_create(
            Demand(
                position=position,
                anchor=f"demand-{position}",
                **{
                    f"{field}_{code}": f"{field.capitalize()} {position} {code}"
                    for field in ("heading", "text")
                    for code in ("en", "uk", "ru")
                },
            )
            for position in range(1, 8)
        )
    return versions.current()


def a_submission(**changed: Any) -> submissions.Submission:
    """What a complete form gives, of an organisation of its own unless `changed` names it."""
    number = next(numbers)
    language = changed.get("language", "en")
    given: dict[str, Any] = {
        "name": f"Organisation {number}",
        "country": "UA",
        "website": f"https://organisation-{number}.example",
        "statement": "We stand with those who are held.",
        "visibility": "public",
        "contact_name": "Olena Example",
        "contact_role": "Director",
        "contact_email": f"office@organisation-{number}.example",
        "language": language,
        "demands_version_id": changed.get("demands_version_id") or the_demands().pk,
        "consent_wording": consent.wording(language),
        "consent_version": consent.VERSION,
    }
    return submissions.Submission(**{**given, **changed})


def an_endorsement(status: str = "approved", **changed: Any) -> Endorsement:
    """One that came through the form, taken to `status` by the workflow's verbs. `changed` as for `a_submission`."""
    endorsement = submissions.submit(a_submission(**changed))
    if status == Status.UNCONFIRMED:
        return endorsement
    if status == Status.EXPIRED:
        return workflow.expire(endorsement)
    endorsement = workflow.confirm(endorsement)
    if status == Status.WAITING:
        return endorsement
    if status == Status.REJECTED:
        return workflow.reject(endorsement, actor=a_moderator())
    endorsement = workflow.approve(endorsement, actor=a_moderator())
    if status == Status.WITHDRAWN:
        return workflow.withdraw(endorsement)
    assert status == Status.APPROVED, status
    return endorsement


def an_entry(**changed: Any) -> Endorsement:
    """One that staff entered themselves, without a contact."""
    number = next(numbers)
    given = {"name": f"Entry {number}", "country": "PL", "demands_version": the_demands(), **changed}
    return workflow.enter(Endorsement(**given), actor=a_moderator())


def a_change(endorsement: Endorsement, **wanted: str) -> Change:
    """What an approved endorsement asks to change, waiting for a moderator."""
    changes.propose(endorsement, wanted or {"statement": "Our statement, corrected."})
    return endorsement.changes.get(outcome="waiting")


def a_moderator(username: str = "moderator", **changed: Any) -> User:
    """The staff member of this name, who may decide on endorsements; the same one when asked for again."""
    given = {"is_staff": True, **changed}
    email = given.pop("email", f"{username}@people1st.example")
    user, made = User.objects.get_or_create(username=username, defaults=given)
    if made:
        mailboxes.put(user, email)
        user.user_permissions.add(
            *Permission.objects.filter(
                content_type__app_label="endorsements",
                codename__in=["view_endorsement", "moderate_endorsement"],
            )
        )
    return user


def the_events(endorsement: Endorsement) -> list[str]:
    """The verbs of its history, the oldest first."""
    return [event.verb for event in Event.objects.filter(endorsement=endorsement)]


def the_kinds() -> list[str]:
    """The kinds of every mail that was queued, the oldest first."""
    return [mail.kind for mail in Mail.objects.order_by("queued_at", "pk")]


def the_jobs(task: str) -> list[dict[str, Any]]:
    """The arguments of every job of the task `endorsements.jobs.<task>` in the queue."""
    jobs = ProcrastinateJob.objects.filter(task_name=f"endorsements.jobs.{task}").order_by("id")
    return [dict(job.args) for job in jobs]
