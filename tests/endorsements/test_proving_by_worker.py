"""The worker's job that looks for the proof, with its own checks, against a DNS server on this machine."""

from collections.abc import Iterator

import dns.resolver
import pytest
from django.db import connection
from procrastinate.contrib.django import app as queue
from procrastinate.contrib.django.models import ProcrastinateJob

from endorsements import changes, jobs, proving
from endorsements.models.states import ProvenBy
from endorsements.proof import places
from endorsements.proof.findings import Finding
from tests.endorsements.factories import an_endorsement, the_events
from tests.endorsements.letters import Letterbox
from tests.endorsements.lines import proof_of, with_line
from tests.endorsements.proof.servers import NameServer, name_server, txt

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("within_a_step")]


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Iterator[NameServer]:
    """The DNS server that the machine's resolver asks."""
    with name_server() as server:
        monkeypatch.setattr(dns.resolver, "default_resolver", server.resolver())
        yield server


def test_the_workers_job_proves_by_a_record(names: NameServer) -> None:
    endorsement = with_line()
    names.zone = {"organisation.example": [txt(places.line(endorsement.proof_code))]}
    jobs.prove_domain(endorsement_id=endorsement.pk)
    assert proof_of(endorsement)[1:] == ("organisation.example", "dns", True)


def test_the_workers_job_connects_to_no_inner_address(names: NameServer) -> None:
    endorsement = with_line()
    names.zone = {"organisation.example": ["A 127.0.0.1"], "www.organisation.example": ["A 127.0.0.1"]}
    jobs.prove_domain(endorsement_id=endorsement.pk)
    assert proving.last_look(endorsement)[1] == {ProvenBy.DNS: Finding.NO_RECORD, ProvenBy.FILE: Finding.NOT_PUBLIC}


def test_the_workers_job_asks_nothing_about_what_was_hidden(names: NameServer) -> None:
    endorsement = with_line()
    proving.ask(endorsement)
    changes.hide(endorsement)
    jobs.prove_domain(endorsement_id=endorsement.pk)
    assert names.asked == []
    assert "domain_not_proven" not in the_events(endorsement)


@pytest.mark.django_db(transaction=True)
def test_a_slow_answer_holds_up_no_mail(
    names: NameServer, letterbox: Letterbox, empty_queue: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    endorsement = with_line()
    ProcrastinateJob.objects.all()._raw_delete(connection.alias)
    proving.ask(endorsement)
    names.zone = {"organisation.example": [txt(places.line(endorsement.proof_code))]}
    # The record is given out once a mail that was queued later has arrived: a worker that did one after the other
    # would give up the search first.
    names.ready.clear()
    letterbox.taken = lambda _letter: names.ready.set()
    an_endorsement("unconfirmed")
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 0)
    with queue.replace_connector(queue.connector.get_worker_connector()):
        queue.run_worker(wait=False, concurrency=2, install_signal_handlers=False, listen_notify=False)
    assert proof_of(endorsement)[1:] == ("organisation.example", "dns", True)
    assert names.asked == [("organisation.example", "TXT")]
