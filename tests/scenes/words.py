"""Words for the scenes: at the limits of what is taken, from right to left, and as an attacker types them."""

from tests.endorsements.real_names import REAL_NAMES

LONG_NAME = (
    "Європейська асоціація незалежних правозахисних організацій, місцевих громад, бібліотек, архівів, майстерень "
    "і редакцій сприяння звільненню незаконно утримуваних цивільних осіб"
)
LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
ENDLESS_NAME = "W" * 200
LONG_STATEMENT = ("We stand with those who are held, with those who wait for them, and with those who search. " * 7)[
    :600
]
ENDLESS_STATEMENT = "statement" * 66
LONG_WEBSITE = f"https://{'x' * 60}.{'y' * 60}.example/{'z' * 50}"
LONG_MAILBOX = f"{'office' * 10}@{'organisation-' * 4}x.example"
OTHER_WAYS = (
    "منظمة العفو الدولية",
    "עֲמוּתַת שָׁלוֹם עַכְשָׁו",
    "سازمان حقوق بشر می‌خواهیم",
    "PEN مركز بيروت (Beirut) 2024",
    "ᠮᠣᠩᠭᠣᠯ ᠬᠦᠮᠦᠨ",
    "བོད་ཀྱི་འགྲོ་བ་མིའི་ཐོབ་ཐང་",
)
SCRIPTS = REAL_NAMES
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</title></main><h1>Closed</h1>",
    "{{ 7 * 7 }}{% debug %}",
    '=HYPERLINK("https://evil.example")',
    "O’Brien & Sons <bold>",
)
HOSTILE_STATEMENT = """<script>alert(1)</script>

<style>body{display:none}</style>
[click](javascript:alert(1))
' OR 1=1 --
{{ settings.SECRET_KEY }}
&lt;b&gt; &amp;amp;
</dd></dl></main>"""
