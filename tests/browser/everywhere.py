"""Every payload in every text that visitors and editors write."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.utils import timezone

from campaign.models import Article, Question
from endorsements import evidence, tokens
from endorsements.forms import EndorseForm
from endorsements.models import Change, Endorsement, Event
from endorsements.models.token import Purpose
from tests.browser.hostile import payloads
from tests.endorsements.factories import an_endorsement
from tests.site.staff_pages import a_superuser

PAYLOADS = payloads()
A_PAGE = 15  # so many payloads stand in the longer texts of a record that is opened by itself
A_LINE = 190  # as long as the shorter ones may be
A_SEARCH = 100


@dataclass(frozen=True)
class Places:
    """Where the payloads are shown."""

    public: list[str]
    search: list[str]
    staff: list[str]
    behind_links: list[str]


def fill() -> Places:
    """Every payload in every text that visitors and editors write, and the pages that show them."""
    records = endorsements()
    content()
    noted = history(records[0])
    shown = records[::A_PAGE]
    for one in shown[::2]:
        evidence.gather(one)
        Endorsement.objects.filter(pk=one.pk).update(evidence=one.evidence)
    assert any(one.evidence for one in shown)
    record = "/admin/endorsements/endorsement"
    return Places(
        public=[
            "/en/endorsements/",
            *(f"/en/endorsements/?after={one.public_id}" for one in list(Endorsement.objects.public())[99:-1:100]),
            *("/en/", "/uk/", "/en/about/", "/en/news/", "/en/endorse/"),
            *(f"/en/news/a-{number}/" for number in range(0, len(PAYLOADS), A_PAGE)),
        ],
        search=[f"/en/endorsements/?{urlencode({'q': some})}" for some in packed(A_SEARCH)],
        staff=[
            "/admin/",
            *(f"{record}/?p={page}" for page in range(1, 1 + len(records) // 50)),
            *(f"{record}/{one.pk}/change/" for one in shown),
            *(f"{record}/{records[0].pk}/history/?p={page}" for page in range(1, 1 + noted // 100)),
            *(f"/admin/campaign/{model}/?p={page}" for model in ("question", "article") for page in range(1, 6)),
            *(f"/admin/campaign/question/{row.pk}/change/" for row in Question.objects.filter(position__gte=500)[:10]),
            *(
                f"/admin/campaign/article/{row.pk}/change/"
                for row in Article.objects.filter(slug__startswith="a-")[:10]
            ),
        ],
        behind_links=[f"/en/endorse/manage/{tokens.make(one, Purpose.MANAGE)}/" for one in shown],
    )


def at(number: int) -> str:
    return PAYLOADS[number % len(PAYLOADS)]


def text(number: int, shift: int) -> str:
    """What stands in a longer text of this record: one payload, or A_PAGE of them where it is opened by itself."""
    several = 1 if number % A_PAGE else A_PAGE
    return "\n\n".join(at(number + shift + more) for more in range(several))


def line(number: int, shift: int) -> str:
    """What stands in a shorter one: of the same payloads as many as there is room for."""
    return packed(A_LINE, text(number, shift).split("\n\n"))[0]


def packed(most: int, some: list[str] = PAYLOADS) -> list[str]:
    """All of these, in as few texts as there may be of at most so many characters; longer ones by themselves."""
    texts: list[str] = []
    for payload in some:
        if texts and len(texts[-1]) + 1 + len(payload) <= most:
            texts[-1] += " " + payload
        else:
            texts.append(payload)
    return texts


def endorsements() -> list[Endorsement]:
    """An approved one for each payload: its texts begin where those of the next end."""
    model = an_endorsement("approved")
    same = {
        field.name: getattr(model, field.name)
        for field in Endorsement._meta.fields
        if field.name not in {"id", "public_id", "mailbox_key"}
    }
    made = [
        Endorsement(
            **same
            | {
                "name": f"{number} {line(number, 0)}",
                "name_key": f"name-{number}",
                "search_text": at(number),
                "statement": text(number, 1),
                "website": website(at(number)),
                "website_key": f"site-{number}",
                "contact_name": text(number, 2),
                "contact_role": text(number, 3),
                "contact_email": f"office-{number}@organisation.example",
            }
        )
        for number in range(len(PAYLOADS))
    ]
    Endorsement.objects.bulk_create(made)
    Change.objects.bulk_create([Change(endorsement=one, statement=text(number, 4)) for number, one in enumerate(made)])
    Event.objects.bulk_create(
        [
            Event(endorsement=one, verb="approve", by="staff", to_status="approved", reason=text(number, 5))
            for number, one in enumerate(made)
        ]
    )
    return made


def website(payload: str) -> str:
    """The payload as the form takes it for a website; another one when it does not."""
    field = EndorseForm.base_fields["website"]
    for attempt in (payload, f"https://x.example/{payload}", f"https://x.example/?q={payload}"):
        try:
            return str(field.clean(attempt))
        except ValidationError:
            continue
    return "https://x.example/"


def content() -> None:
    """A question and an article for each payload, in plain text and in Markdown."""
    Question.objects.bulk_create(
        [
            Question(position=500 + number, anchor=f"q-{number}", question_en=payload, answer_en=payload)
            for number, payload in enumerate(PAYLOADS)
        ]
    )
    Article.objects.bulk_create(
        [
            Article(
                slug=f"a-{number}",
                kind="press",
                title_en=line(number, 0),
                summary_en=text(number, 1),
                body_en=text(number, 0),
                author_en=line(number, 2),
                publisher_en=line(number, 3),
                date=timezone.localdate(),
                status="published",
            )
            for number in range(len(PAYLOADS))
        ]
    )


def history(endorsement: Endorsement) -> int:
    """What Django's admin remembers: each payload as a name and as a message. Gives how many lines there are."""
    user, kind = a_superuser(), ContentType.objects.get_for_model(Endorsement)
    LogEntry.objects.bulk_create(
        [
            LogEntry(
                user=user,
                content_type=kind,
                object_id=str(endorsement.pk),
                object_repr=payload[:200],
                action_flag=CHANGE,
                change_message=at(number + 1),
            )
            for number, payload in enumerate(PAYLOADS)
        ]
    )
    return len(PAYLOADS)
