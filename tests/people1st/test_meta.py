import pytest
from django.template import Context, Template

from people1st.templatetags.meta import brief

SENTENCE = "Nine letters make a sentence that is about as long as half a line. "


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Short.", "Short."),
        ("Two\n  lines.", "Two lines."),
        (SENTENCE * 2 + "And a third one that does not fit any more.", SENTENCE * 2),
        ("Yes. " + "word " * 50, "Yes. " + "word " * 31),
        ("x" * 150 + " — " + "y" * 50, "x" * 150),
    ],
)
def test_a_description_is_cut_after_a_sentence_or_a_word(text, said):
    written = brief(text)
    assert len(written) <= 160
    assert written.rstrip("…") == said.strip()
    assert written.endswith("…") == (not said.endswith(". ") and written.rstrip("…") != " ".join(text.split()))


def test_words_are_one_line_and_escaped_once():
    template = Template("{% load meta %}{% words as title %}\n  {{ typed }}\n {% endwords %}[{{ title }}]{{ title }}")
    assert template.render(Context({"typed": '<a "&">'})) == "[&lt;a &quot;&amp;&quot;&gt;]&lt;a &quot;&amp;&quot;&gt;"
