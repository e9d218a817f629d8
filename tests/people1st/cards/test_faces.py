from itertools import pairwise

import pytest
from PIL import Image, ImageDraw

from people1st.cards.faces import runs, sans, serif
from people1st.typography import bound

UKRAINIAN = "ґ є і ї Ґ Є І Ї п’ять п'ять м’яч «є» № 5 — їжак…"


def picture(face, text):
    image = Image.new("L", (1200, 80))
    face.draw(ImageDraw.Draw(image), 10, 60, text, 255)
    return image


@pytest.mark.parametrize("face", [serif(40), sans(40)])
@pytest.mark.parametrize(
    "text", [UKRAINIAN, "Освобождённые, ъыэЁё", "“People” – ‘first’ 1,372 · Türkiye, Müller, Ægir"]
)
def test_all_letters_of_the_three_languages_are_there(face, text):
    assert face.spelled(text) == bound(text)


def test_no_two_ukrainian_letters_look_alike():
    seen = [picture(serif(40), letter).tobytes() for letter in "ґгєеіїйи’'"]
    assert len(set(seen)) == len(seen)


@pytest.mark.parametrize(
    ("written", "spelled"),
    [
        ("Łódź", "Lódz"),
        ("и\u0306", "й"),
        ("i\u0308 \t x\n y", "ï x y"),
        ("日本", "RiBen"),
        ("16\u00a0000", "16\u00a0000"),
        ("перш за все", "перш за\u00a0все"),
    ],
)
def test_a_letter_that_the_face_lacks_is_spelled_in_plain_latin(written, spelled):
    assert serif(40).spelled(written) == spelled


def test_a_line_is_cut_where_the_file_changes():
    pieces = runs("The Nation: чому 5 із 7?")
    assert pieces == [
        ("latin", "The Nation: "),
        ("cyrillic", "чому"),
        ("latin", " 5 "),
        ("cyrillic", "із"),
        ("latin", " 7?"),
    ]


def test_words_stand_beside_one_another_whatever_their_file():
    face = serif(40)
    assert face.width("чому 5") == face.width("чому") + face.width(" 5")
    box = picture(face, "чому 5").getbbox()
    assert abs(box[2] - box[0] - face.width("чому 5")) < 6


def test_lines_are_as_wide_as_they_may_be_and_no_wider():
    face = serif(40)
    lines = face.wrapped("one two three four five six seven", 200)
    assert " ".join(lines) == "one two three four five six seven"
    assert all(face.width(line) <= 200 for line in lines)
    assert all(face.width(f"{line} {after.split()[0]}") > 200 for line, after in pairwise(lines))


def test_a_no_break_space_is_none_to_break_at():
    assert serif(40).wrapped("People\u00a0First", 10) == ["People\u00a0First"]


@pytest.mark.parametrize("text", ["one, two three", "x" * 90, "слово " * 9])
def test_what_is_too_long_ends_with_an_ellipsis(text):
    face = serif(40)
    short = face.shortened(text, 150)
    assert face.width(short) <= 150
    assert short.endswith("…")
    assert not short[:-1].endswith((" ", ","))
    assert face.shortened("one", 150) == "one"
