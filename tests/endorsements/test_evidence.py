"""Evidence for moderators: when it is gathered, how it is said, and that it holds no contact and decides nothing."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from endorsements import changes, contacts, evidence, samples, takeaway, workflow
from endorsements.models import Endorsement
from endorsements.models.states import Status
from endorsements.signs import LABELS, OF_OTHERS, SENTENCES, WORDS, Sign, Tone
from tests.endorsements.factories import a_moderator, an_endorsement, an_entry
from tests.endorsements.noticing import LONG, sent, signs

pytestmark = pytest.mark.django_db


def test_it_is_gathered_anew_when_the_request_is_confirmed_and_sent_again():
    first = sent(name="The Circle", contact_email="a@circle.example")
    an_endorsement("approved", name="The Circles")
    assert "close_name" not in signs(first)
    assert "close_name" in signs(workflow.confirm(first))
    second = sent(name="Another", contact_email="b@gmail.com", website="https://one.example")
    again = sent(name="Another", contact_email="b@gmail.com", website="https://circle.pl")
    assert second.pk == again.pk
    assert "country_differs" in signs(Endorsement.objects.get(pk=second.pk))


def test_a_change_that_is_asked_for_is_judged_as_if_it_stood():
    sent(name="Other", website="https://new.example", statement=LONG)
    approved = an_endorsement("approved", website="https://old.example", contact_email="a@old.example")
    assert "own_domain" in signs(approved)
    changes.propose(approved, {"website": "https://new.example", "statement": LONG})
    asked = signs(Endorsement.objects.get(pk=approved.pk))
    assert asked["same_website"] == asked["same_statement"] == {"count": 1}
    assert "other_domain" in asked
    corrected = changes.correct(approved, {"country": "PL"}, actor=a_moderator())
    assert signs(corrected)["same_website"] == {"count": 1}
    declined = changes.decline(approved, actor=a_moderator())
    assert "own_domain" in signs(Endorsement.objects.get(pk=declined.pk))


def test_what_staff_correct_is_judged_anew():
    waiting = an_endorsement("waiting", name="«Мeморіал» North")
    corrected = changes.correct(waiting, {"name": "«Меморіал» North"}, actor=a_moderator())
    assert "lookalike_letters" not in signs(Endorsement.objects.get(pk=corrected.pk))


def test_another_mailbox_is_judged_anew():
    moved = an_endorsement("approved", website="https://circle.example", contact_email="a@gmail.com")
    contacts.ask_move(moved, "office@circle.example")
    assert "free_mail" in signs(Endorsement.objects.get(pk=moved.pk))
    assert "own_domain" in signs(contacts.move(moved))
    entry = an_entry(website="https://entry.example")
    entry = contacts.invite(entry, "office@entry.example", "en", actor=a_moderator())
    taken = contacts.take_over(entry, contact_name="Olena Example", contact_role="Director", language="en")
    assert "own_domain" in signs(taken)


def test_an_unnamed_organisation_has_evidence_that_is_kept_and_found():
    unnamed = an_endorsement("waiting", name="«Мeморіал» North", visibility="unnamed", contact_email="a@gmail.com")
    found = signs(Endorsement.objects.get(pk=unnamed.pk))
    assert {"lookalike_letters", "free_mail"} <= set(found)
    assert signs(sent(name="«мeморіал» NORTH"))["same_name"] == {"records": [unnamed.pk]}
    sentence = next(s for s in evidence.sentences(sent(name="Мeморіал North")) if s.records)
    assert sentence.records == ((unnamed.pk, "«Мeморіал» North"),)


@pytest.mark.parametrize("end", [workflow.withdraw, workflow.expire])
def test_nothing_stays_when_the_record_ends(end):
    endorsement = an_endorsement("waiting" if end is workflow.withdraw else "unconfirmed", contact_email="a@gmail.com")
    assert endorsement.evidence
    end(endorsement)
    assert Endorsement.objects.get(pk=endorsement.pk).evidence == []


def test_it_decides_nothing():
    an_endorsement("approved", name="PAX")
    suspect = an_endorsement("waiting", name="РАХ", contact_email="a@mailinator.com", website="https://раypal.com")
    assert {item["tone"] for item in suspect.evidence} >= {"warning"}
    assert workflow.approve(suspect, actor=a_moderator()).status == Status.APPROVED


def test_no_contact_is_in_it():
    shared = {
        "contact_name": "Zinaida Contact", "contact_role": "Treasurer Contact", "contact_email": "zinaida@gmail.com",
        "sender_digest": "ab" * 32, "statement": LONG,
    }  # fmt: skip
    for name in ("The Circle", "The Circles"):
        endorsement = an_endorsement("approved", name=name, website=f"https://{name[-6:].lower()}.example", **shared)
    kept = json.dumps(endorsement.evidence)
    assert {"same_mailbox", "same_sender", "same_statement", "close_name", "free_mail"} <= set(signs(endorsement))
    for secret in ("inaida", "reasurer", "gmail", "ab" * 8, endorsement.mailbox_key, LONG[:20], "Circle"):
        assert secret not in kept


def test_who_takes_their_data_away_learns_nothing_of_others():
    unnamed = an_endorsement(
        "approved", name="The Circle of Friends", visibility="unnamed", website="https://a.example"
    )
    spy = sent(name="The Circle of Friends", website="https://a.example", contact_email="spy@gmail.com")
    assert {"same_name", "same_website"} <= set(signs(spy))
    taken = json.dumps(takeaway.everything(spy))
    assert "free_mail" in taken
    assert not any(sign in taken for sign in OF_OTHERS)
    assert f"[{unnamed.pk}]" not in taken


def test_every_sign_has_a_tone_a_word_a_label_and_a_sentence():
    for kind in (evidence.TONES, LABELS, SENTENCES):
        assert set(kind) == set(Sign)
    assert set(WORDS) == set(Tone)


def test_what_asks_for_a_look_comes_first():
    an_endorsement("approved", name="PAX")
    request = an_endorsement("waiting", name="РАХ", contact_email="a@gmail.com", website="https://pax.org.ua")
    with override("en"):
        said = evidence.sentences(request)
    assert [sentence.tone for sentence in said] == ["warning", "good", "plain"]
    assert [sentence.word for sentence in said] == ["look closely", "good", "to know"]
    assert said[0].sentence == "To the eye, the name is the same as one that is here already:"
    assert [name for _number, name in said[0].records] == ["PAX"]
    assert said[1].sentence == "The ending of the web address is that of the country."
    assert said[2].sentence == "The mailbox is at a provider where anybody may have one."


def test_counts_words_and_countries_are_said():
    for name in ("One", "Two"):
        sent(name=name, website="https://circle.pl")
    with override("en"):
        said = " ".join(s.sentence for s in evidence.sentences(sent(name="Мeморіал", website="https://circle.pl")))
    assert "2 other records have the same website." in said
    assert "stand in for those of the word: “Мeморіал”." in said
    assert "belongs to another country: Poland." in said


def test_a_proven_domain_is_said_as_long_as_it_stands():
    endorsement = an_endorsement("approved")
    endorsement.proven_domain = "circle.example"
    with override("en"):
        assert evidence.sentences(endorsement)[0].sentence == "The organisation proved that circle.example is its own."
    endorsement.forget_proof()
    assert not any("proved" in said.sentence for said in evidence.sentences(endorsement))


def test_a_sign_of_another_version_is_passed_over():
    endorsement = an_endorsement("waiting")
    endorsement.evidence = [{"sign": "from_the_future", "tone": "good", "about": {}}]
    assert evidence.sentences(endorsement) == evidence.badges(endorsement) == []


def test_gathering_takes_two_queries_and_two_settings_and_reading_one(django_assert_num_queries):
    an_endorsement("approved", name="PAX")
    request = an_endorsement("waiting", name="РАХ", statement=LONG, sender_digest="ab" * 32)
    with django_assert_num_queries(4):
        evidence.gather(request)
    with django_assert_num_queries(1):
        assert evidence.sentences(request)
    with django_assert_num_queries(0):
        assert len(evidence.badges(request)) == 2


def test_the_indexes_answer():
    samples.add(3000)
    request = Endorsement(
        name="Open Initiative of the Relatives of Those Who Are Held", website="https://circle.example", statement=LONG,
        contact_email="a@gmail.com", sender_digest="ab" * 32, country="UA",
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE endorsements_endorsement")
        with CaptureQueriesContext(connection) as queries:
            evidence.gather(request)
        asked = [query["sql"] for query in queries if query["sql"].startswith("SELECT")]
        assert len(asked) == 2
        for sql in asked:
            cursor.execute("SET LOCAL enable_seqscan = off" if "SIMILARITY" in sql else "SET LOCAL enable_seqscan = on")
            cursor.execute(f"EXPLAIN {sql}")
            plan = "\n".join(row[0] for row in cursor.fetchall())
            assert "Seq Scan" not in plan, plan
            assert ("endorsement_search" in plan) == ("SIMILARITY" in sql)
        cursor.execute("SHOW enable_seqscan")
        assert cursor.fetchone() == ("on",)
