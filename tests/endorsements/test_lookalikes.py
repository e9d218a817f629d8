"""Letters that look like others, told across Latin, Cyrillic and Greek."""

import pytest
from hypothesis import given, settings, strategies as st

from endorsements import lookalikes
from tests.endorsements.real_names import REAL_NAMES

LAUNCH_NAMES = ("OVD-Info", "PAX", "Ukraine Comb’art", "“Russia Behind Bars” Charity Foundation", "Human Rights Watch")


@pytest.mark.parametrize(("one", "other"), [
    ("PAX", "РАХ"), ("PAX", "ΡΑΧ"), ("Memorial", "Меmоriаl"), ("MEMORIAL", "МЕМОRIАL"), ("Memorial", "меmоriаl"),
    ("Memorial", "Mernorial"), ("Circle", "Сirсlе"), ("OVD-Info", "0VD-lnf0"), ("POCT", "РОСТ"), ("НАТО", "HATO"),
    ("Zmina", "ZМІNА"), ("Меморіал", "Мeмopiaл"), ("Liberta", "Lіbеrtа"), ("Voice", "Vоісе"), ("paypal", "paypaI"),
    ("Ελευθερία", "Eλευθερία"), ("Амнести", "Aмнecти"), ("𝐂𝐢𝐫𝐜𝐥𝐞", "Circle"), ("Ｃircle", "Circle"),
])  # fmt: skip
def test_what_looks_the_same_has_one_skeleton(one, other):
    assert lookalikes.skeleton(one) == lookalikes.skeleton(other) != ""


@pytest.mark.parametrize(("one", "other"), [
    ("Circle", "Circus"), ("Memorial", "Меморіал"), ("Рій", "Рой"), ("Ukraine", "Україна"), ("PAX", "PAN"),
])  # fmt: skip
def test_what_looks_different_has_not(one, other):
    assert lookalikes.skeleton(one) != lookalikes.skeleton(other)


@pytest.mark.parametrize(("name", "reading"), [
    ("POCT", "РОСТ"), ("РАХ", "PAX"), ("Сirсlе of Friends", "Circle of Friends"), ("Мeмopiaл", "Меморіал"),
    ("ΡΑΧ", "PAX"), ("HATO", "НАТО"), ("Їжa", "Їжа"),
])  # fmt: skip
def test_a_name_is_read_in_other_alphabets(name, reading):
    assert reading in lookalikes.readings(name)


def test_a_name_that_no_other_alphabet_can_write_has_no_reading():
    assert lookalikes.readings("Human Rights Watch") == frozenset()
    assert lookalikes.readings("Вільна Україна") == frozenset()


@pytest.mark.parametrize(("name", "words"), [
    ("Сirсlе of Friends", ("Сirсlе",)), ("КримSOS", ("КримSOS",)), ("«Мeморіал»", ("Мeморіал",)), ("Йod", ("Йod",)),
    ("Αmnesty", ("Αmnesty",)), ("Мир2Mир", ("Мир2Mир",)),
])  # fmt: skip
def test_a_word_of_two_alphabets_is_told(name, words):
    assert lookalikes.mixed_words(name) == words


@pytest.mark.parametrize("name", [
    *(name for name in REAL_NAMES if name != "КримSOS"), *LAUNCH_NAMES, "NATO-Центр", "«НАТО-Центр»", "ГО «ZMINA»",
    "NPO法人", "Tシャツの会", "Центр 2.0", "Крим SOS", "д’Art", "№ 5 µ",
])  # fmt: skip
def test_alphabets_side_by_side_are_no_sign(name):
    assert lookalikes.mixed_words(name) == ()


@pytest.mark.parametrize(("name", "words"), [
    ("Сirсlе", ("Сirсlе",)), ("Мeморіал", ("Мeморіал",)), ("Αmnesty", ("Αmnesty",)), ("OBД-Инфо", ("OBД",)),
    ("КримSOS", ()), ("Йod", ()), ("NATO-Центр", ()),
])  # fmt: skip
def test_letters_that_stand_in_for_others_are_told_from_honest_mixtures(name, words):
    assert lookalikes.imitating_words(name) == words


@given(st.text(max_size=60) | st.text(alphabet="aаαoоοpрρcсxхmмiіIl1 -\u0301й", max_size=30))
@settings(max_examples=300)
def test_no_text_breaks_a_rule(text):
    looks = lookalikes.skeleton(text)
    assert lookalikes.skeleton(text.upper()) is not None
    assert not any(c.isspace() for c in looks)
    assert set(lookalikes.imitating_words(text)) <= set(lookalikes.mixed_words(text))
    assert text not in lookalikes.readings(text)


@given(st.text(alphabet="aceopxyABCEHKMOPTXY", min_size=1, max_size=12), st.data())
@settings(max_examples=200)
def test_any_letters_put_in_the_place_of_lookalikes_change_no_skeleton(word, data):
    cyrillic = dict(zip("aceopxyABCEHKMOPTXY", "асеорхуАВСЕНКМОРТХУ", strict=True))
    changed = "".join(data.draw(st.sampled_from([letter, cyrillic[letter]])) for letter in word)
    assert lookalikes.skeleton(changed) == lookalikes.skeleton(word)
    assert changed == word or word in lookalikes.readings(changed)
