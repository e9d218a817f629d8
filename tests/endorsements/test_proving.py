"""The verbs of the proof, with checks that find what the test wants; the real checks are in proof/."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from endorsements import changes, contacts, proving, workflow
from endorsements.models import Count, Endorsement, Event
from endorsements.models.states import ProvenBy, Visibility
from endorsements.proof import places
from endorsements.proof.findings import Finding, Sighting
from endorsements.proof.places import Place
from endorsements.refusals import AskedTooOften, Ended, NothingToProve
from tests.endorsements.factories import a_change, a_moderator, an_endorsement, an_entry, the_events, the_jobs
from tests.endorsements.lines import proof_of, with_line

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("within_a_step")]
NOT_PROVABLE = ("unconfirmed", "rejected", "withdrawn", "expired")


class Finds:
    """A check that finds this, does that meanwhile, and keeps where it was asked to look."""

    def __init__(
        self, finding: Finding, domain: str = "", by: ProvenBy = ProvenBy.DNS, meanwhile: Callable[[], object] = int
    ) -> None:
        self.sighting, self.by, self.meanwhile = Sighting(finding, domain), by, meanwhile
        self.looked: list[tuple[Place, str]] = []

    def look(self, place: Place, line: str) -> Sighting:
        self.looked.append((place, line))
        self.meanwhile()
        return self.sighting


def found(**more: Any) -> Finds:
    return Finds(Finding.FOUND, "organisation.example", **more)


def proven(**changed: Any) -> Endorsement:
    endorsement = with_line(**changed)
    proving.look(endorsement, [found()])
    endorsement.refresh_from_db()
    assert endorsement.proven_at
    return endorsement


NO_PROOF = ("", "", "", False)


@pytest.mark.parametrize("status", ["waiting", "approved"])
def test_each_endorsement_gets_a_line_of_its_own_once(status: str) -> None:
    codes = {with_line(status, website=f"https://number-{number}.example").proof_code for number in range(5)}
    assert len(codes) == 5
    assert {len(code) for code in codes} == {32}
    endorsement = with_line(status)
    again = proving.give_line(endorsement)
    assert again.proof_code == endorsement.proof_code == Endorsement.objects.get(pk=endorsement.pk).proof_code


def test_a_line_makes_the_record_no_younger_for_those_who_judge_it() -> None:
    waiting = an_endorsement("waiting")
    seen_at = timezone.now()
    proving.give_line(waiting)
    proving.look(with_line("waiting"), [found()])
    assert workflow.approve(waiting, actor=a_moderator(), seen_at=seen_at).status == "approved"


@pytest.mark.parametrize("status", NOT_PROVABLE)
def test_only_what_is_confirmed_and_lives_is_proven(status: str) -> None:
    endorsement = an_endorsement(status)
    assert proving.place_of(endorsement) is None
    for verb in (proving.give_line, proving.ask):
        with pytest.raises((Ended, NothingToProve)):
            verb(endorsement)
    assert proof_of(endorsement) == NO_PROOF


@pytest.mark.parametrize("changed", [
    {"visibility": "unnamed"}, {"website": "https://facebook.com/organisation"}, {"website": "https://club.medium.com"},
])  # fmt: skip
def test_what_is_unnamed_or_somebody_elses_is_not_proven(changed: dict[str, str]) -> None:
    endorsement = an_endorsement("approved", **changed)
    for verb in (proving.give_line, proving.ask):
        with pytest.raises(NothingToProve):
            verb(endorsement)
    assert proof_of(endorsement) == NO_PROOF
    assert the_jobs("prove_domain") == []


def test_an_entry_of_staff_is_proven_by_a_contact_who_took_it_over() -> None:
    entry = an_entry(website="https://organisation.example")
    with pytest.raises(NothingToProve):
        proving.give_line(entry)
    contacts.take_over(entry, contact_name="Olena Example", contact_role="Chair", language="en")
    assert proving.give_line(entry).proof_code
    with pytest.raises(NothingToProve):
        proving.give_line(an_entry())


def test_asking_leaves_the_search_to_the_worker() -> None:
    endorsement = with_line()
    proving.ask(endorsement)
    proving.ask(endorsement)
    assert the_jobs("prove_domain") == [{"endorsement_id": endorsement.pk}]
    job = ProcrastinateJob.objects.get(task_name="endorsements.jobs.prove_domain")
    assert (job.lock, job.queueing_lock) == ("prove_domain", f"prove_domain:{endorsement.pk}")
    assert proof_of(endorsement) == (endorsement.proof_code, "", "", False)


def test_without_a_line_there_is_nothing_to_look_for() -> None:
    endorsement = an_endorsement("approved")
    with pytest.raises(NothingToProve):
        proving.ask(endorsement)
    check = found()
    proving.look(endorsement, [check])
    assert check.looked == []


def test_six_times_an_hour_is_enough() -> None:
    endorsement = with_line()
    for _time in range(6):
        proving.ask(endorsement)
    with pytest.raises(AskedTooOften, match=r"again in \d+ minutes"):
        proving.ask(endorsement)
    proving.ask(with_line(name="Another", website="https://another.example"))
    Count.objects.update(starts_at=timezone.now() - timedelta(hours=2))
    proving.ask(endorsement)


def test_a_domain_is_looked_at_so_often_whoever_asks() -> None:
    asked = 0
    with pytest.raises(AskedTooOften):
        for number in range(30):
            proving.ask(with_line("waiting", website=f"https://host-{number}.organisation.example"))
            asked += 1
    assert asked == 20
    assert "organisation" not in "".join(Count.objects.values_list("key", flat=True))


def test_a_line_that_is_found_proves_the_domain() -> None:
    endorsement = with_line()
    file = Finds(Finding.NO_FILE, by=ProvenBy.FILE)
    dns = found()
    proving.look(endorsement, [file, dns])
    assert proof_of(endorsement) == (endorsement.proof_code, "organisation.example", "dns", True)
    where = (places.of(endorsement.website), f"people1st-verification={endorsement.proof_code}")
    assert file.looked == dns.looked == [where]
    assert the_events(endorsement)[-1] == "domain_proven"
    assert Event.objects.filter(endorsement=endorsement).last().reason == "file: no_file, dns: found"
    assert proving.last_look(endorsement) is None


def test_what_was_found_first_is_enough() -> None:
    second = Finds(Finding.NO_FILE, by=ProvenBy.FILE)
    proving.look(with_line(), [found(), second])
    assert second.looked == []


def test_a_line_that_is_not_found_is_said_with_the_reasons() -> None:
    endorsement = with_line()
    proving.look(endorsement, [Finds(Finding.OTHER_CODE), Finds(Finding.CERTIFICATE, by=ProvenBy.FILE)])
    assert proof_of(endorsement) == (endorsement.proof_code, "", "", False)
    assert the_events(endorsement)[-1] == "domain_not_proven"
    looked_at, reasons = proving.last_look(endorsement)
    assert looked_at <= timezone.now()
    assert reasons == {ProvenBy.DNS: Finding.OTHER_CODE, ProvenBy.FILE: Finding.CERTIFICATE}


def test_a_proof_is_of_its_day_and_not_looked_for_again() -> None:
    endorsement = proven()
    check = Finds(Finding.NO_RECORD)
    proving.look(endorsement, [check])
    assert check.looked == []
    assert proof_of(endorsement)[1] == "organisation.example"


@pytest.mark.parametrize("meanwhile", [
    changes.hide,
    workflow.withdraw,
    lambda there: changes.correct(there, {"website": "https://another.example"}, actor=a_moderator()),
    lambda there: changes.correct(there, {"website": "https://organisation.example/"}, actor=a_moderator()),
    lambda there: Endorsement.objects.filter(pk=there.pk).update(proof_code="new"),
])  # fmt: skip
def test_what_changed_during_the_search_is_not_proven(meanwhile: Callable[[Endorsement], object]) -> None:
    endorsement = with_line()
    proving.look(endorsement, [found(meanwhile=lambda: meanwhile(endorsement))])
    assert proof_of(endorsement)[1:] == NO_PROOF[1:]
    assert not {"domain_proven", "domain_not_proven"} & set(the_events(endorsement))


@pytest.mark.parametrize("ends", [changes.hide, workflow.withdraw, workflow.erase])
def test_the_proof_goes_with_the_name_and_the_end(ends: Callable[[Endorsement], object]) -> None:
    endorsement = proven()
    ends(endorsement)
    assert proof_of(endorsement) == NO_PROOF


def test_the_proof_goes_with_the_website() -> None:
    by_contact = proven()
    a_change(by_contact, website="https://another.example")
    assert proof_of(by_contact)[1] == "organisation.example"
    changes.accept(by_contact, actor=a_moderator())
    assert proof_of(by_contact) == NO_PROOF

    by_staff = proven(name="Second", website="https://www.organisation.example/second")
    changes.correct(by_staff, {"website": "https://organisation.example.org"}, actor=a_moderator())
    assert proof_of(by_staff) == NO_PROOF

    waiting = proven(status="waiting", name="Third")
    changes.propose(waiting, {"website": "https://another.example"})
    assert proof_of(waiting) == NO_PROOF


def test_the_proof_stays_with_another_page_of_the_domain() -> None:
    endorsement = proven()
    changes.correct(endorsement, {"website": "https://club.organisation.example/new"}, actor=a_moderator())
    assert proof_of(endorsement)[1:] == ("organisation.example", "dns", True)


@pytest.mark.parametrize("fields", [{"proof_code": "code"}, {"proven_domain": "organisation.example"}])
@pytest.mark.parametrize("changed", [{"visibility": Visibility.UNNAMED}, {"status": "withdrawn"}])
def test_the_database_keeps_no_proof_of_what_is_unnamed_or_ended(fields: dict, changed: dict) -> None:
    ended = an_endorsement(
        "withdrawn" if "status" in changed else "approved", **{k: v for k, v in changed.items() if k != "status"}
    )
    with pytest.raises(IntegrityError, match="unnamed_proves_nothing"), transaction.atomic():
        Endorsement.objects.filter(pk=ended.pk).update(**fields)
