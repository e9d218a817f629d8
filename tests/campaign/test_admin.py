"""The content in the admin, as an editor works with it."""

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import Group as StaffGroup, User
from django.test import Client
from django.urls import reverse

from campaign import launch, versions
from campaign.models import Article, Demand, DemandsVersion, Figure
from people1st import groups
from tests.campaign import makers
from tests.launched import CONTENT, launched

if TYPE_CHECKING:
    from django.forms import ModelForm

pytestmark = pytest.mark.django_db

MODELS = ("article", "demand", "figure", "group", "question", "quote", "release")


@pytest.fixture
def editor() -> User:
    groups.set_up()
    user = User.objects.create_user("editor", is_staff=True)
    user.groups.add(StaffGroup.objects.get(name="Editors"))
    return user


@pytest.fixture
def desk(client: Client, editor: User) -> Client:
    client.force_login(editor)
    return client


def filled(response: Any, **changes: Any) -> dict[str, Any]:
    """The form of an admin page as a browser would send it, with changes."""
    form: ModelForm = response.context["adminform"].form
    values = {name: form[name].value() for name in form.fields}
    sent = {name: value for name, value in values.items() if value not in (None, False)}
    return {**sent, **changes}


@pytest.mark.parametrize("model", MODELS)
def test_editors_see_every_list_and_form_with_a_fieldset_a_language(desk: Client, model: str) -> None:
    launched(CONTENT)
    row = launch.KINDS[0].model.objects.first() if model == "demand" else None
    assert desk.get(reverse(f"admin:campaign_{model}_changelist")).status_code == 200
    page = desk.get(reverse(f"admin:campaign_{model}_add")).text
    assert page.count("language-tab") >= 3
    assert re.findall(r"\((EN|UA|RU)\)</h2>", page) == ["EN", "UA", "RU"]
    if row:
        assert 'name="anchor"' not in desk.get(reverse("admin:campaign_demand_change", args=[row.pk])).text


@pytest.mark.parametrize("model", MODELS)
def test_the_forms_load_nothing_from_another_host_and_hold_no_inline_script(desk: Client, model: str) -> None:
    page = desk.get(reverse(f"admin:campaign_{model}_add")).text
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', page)
    assert not re.findall(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>\s*\S", page)
    assert not re.findall(r"\son\w+=", page)


def test_the_texts_of_a_language_stand_in_the_order_of_the_page(desk: Client) -> None:
    page = desk.get(reverse("admin:campaign_article_add")).text
    names = re.findall(r'name="(\w+_uk)"', page)
    assert names == ["title_uk", "summary_uk", "body_uk", "author_uk", "publisher_uk"]


def test_a_text_says_its_language(desk: Client) -> None:
    page = desk.get(reverse("admin:campaign_demand_add")).text
    assert re.search(r'<textarea[^>]*name="text_uk"[^>]*lang="uk"', page) or re.search(
        r'<textarea[^>]*lang="uk"[^>]*id="id_text_uk"', page
    )


def test_the_list_says_what_is_not_translated(desk: Client) -> None:
    makers.demand(1, text_uk="", heading_ru=None)
    makers.demand(2)
    page = desk.get(reverse("admin:campaign_demand_changelist")).text
    assert re.findall(r'field-untranslated">([^<]*)<', page) == ["UA, RU", "–"]


def test_a_change_of_wording_is_a_new_edition(desk: Client, editor: User) -> None:
    demand = makers.demand()
    versions.current()
    url = reverse("admin:campaign_demand_change", args=[demand.pk])
    desk.post(url, filled(desk.get(url), text_ru="Другие слова"))
    newest = DemandsVersion.objects.newest()
    assert (newest.label, newest.made_by) == ("1.2", editor)
    assert newest.texts["ru"][0]["text"] == "Другие слова"


def test_a_change_of_substance_is_a_new_version_with_its_note(desk: Client, editor: User) -> None:
    demand = makers.demand()
    versions.current()
    url = reverse("admin:campaign_demand_change", args=[demand.pk])
    answer = desk.post(url, filled(desk.get(url), text_en="More", substance="on", note="Why"), follow=True)
    newest = DemandsVersion.objects.newest()
    assert (newest.label, newest.note, newest.made_by) == ("2", "Why", editor)
    assert "Version 2 of the demands is kept." in answer.text


def test_saving_without_a_change_makes_no_version(desk: Client) -> None:
    demand = makers.demand()
    versions.current()
    url = reverse("admin:campaign_demand_change", args=[demand.pk])
    desk.post(url, filled(desk.get(url)))
    assert DemandsVersion.objects.count() == 1


def test_a_deleted_demand_is_a_new_edition(desk: Client) -> None:
    demand = makers.demand(1)
    makers.demand(2)
    versions.current()
    desk.post(reverse("admin:campaign_demand_delete", args=[demand.pk]), {"post": "yes"})
    assert [one["anchor"] for one in DemandsVersion.objects.newest().texts["en"]] == ["demand-2"]


def order(rows: list[Any], positions: list[int]) -> dict[str, Any]:
    data: dict[str, Any] = {"form-TOTAL_FORMS": len(rows), "form-INITIAL_FORMS": len(rows), "_save": "Save"}
    for number, (row, position) in enumerate(zip(rows, positions, strict=True)):
        data |= {f"form-{number}-id": row.pk, f"form-{number}-position": position}
    return data


def test_editors_swap_two_demands_in_the_list(desk: Client) -> None:
    rows = [makers.demand(1), makers.demand(2), makers.demand(3)]
    versions.current()
    answer = desk.post(reverse("admin:campaign_demand_changelist"), order(rows, [2, 1, 3]))
    assert answer.status_code == 302
    assert [demand.anchor for demand in Demand.objects.all()] == ["demand-2", "demand-1", "demand-3"]
    assert [version.label for version in DemandsVersion.objects.all()] == ["1.2", "1"]


def test_one_position_for_two_is_refused(desk: Client) -> None:
    rows = [makers.demand(1), makers.demand(2)]
    answer = desk.post(reverse("admin:campaign_demand_changelist"), order(rows, [2, 2]))
    assert "Another row has this position." in answer.text
    assert [demand.position for demand in Demand.objects.all()] == [1, 2]


def test_a_new_row_goes_last(desk: Client) -> None:
    makers.demand(4)
    page = desk.get(reverse("admin:campaign_demand_add"))
    assert page.context["adminform"].form["position"].value() == 5


@pytest.mark.parametrize("missing", ["heading_en", "text_en"])
def test_english_is_required(desk: Client, missing: str) -> None:
    page = desk.get(reverse("admin:campaign_demand_add"))
    sent = filled(page, anchor="demand-1", heading_en="H", text_en="T") | {missing: ""}
    answer = desk.post(reverse("admin:campaign_demand_add"), sent)
    assert missing in answer.context["adminform"].form.errors
    assert not Demand.objects.exists()


def test_a_scheduled_article_needs_a_time(desk: Client) -> None:
    url = reverse("admin:campaign_article_add")
    sent = {
        "slug": "a", "kind": "press", "title_en": "T", "summary_en": "S", "date": "2026-01-01", "date_precision": "day",
        "status": "scheduled",
    }  # fmt: skip
    answer = desk.post(url, sent)
    assert "A scheduled article needs a time to publish it at." in answer.text
    assert desk.post(url, sent | {"publish_at_0": "2026-01-01", "publish_at_1": "12:00"}).status_code == 302
    assert Article.objects.get().slug == "a"


def test_a_release_that_ends_before_it_starts_is_refused_politely(desk: Client) -> None:
    sent = {
        "key": "r", "position": 1, "starts": "2026-01-02", "ends": "2026-01-01", "what_en": "W", "freed": 1,
        "source_en": "S",
    }  # fmt: skip
    answer = desk.post(reverse("admin:campaign_release_add"), sent)
    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors


def test_the_list_of_figures_says_which_are_not_shown(desk: Client) -> None:
    makers.figure(1)
    makers.figure(2, source_en="")
    page = desk.get(reverse("admin:campaign_figure_changelist")).text
    assert re.findall(r'field-is_shown"><img[^>]*alt="(\w+)"', page) == ["True", "False"]
    assert Figure.objects.count() == 2


def test_versions_can_be_read_and_nothing_else(desk: Client) -> None:
    makers.demand(text_uk="<b>Слова</b>")
    version = versions.current()
    url = reverse("admin:campaign_demandsversion_change", args=[version.pk])
    page = desk.get(url).text
    assert "&lt;b&gt;Слова&lt;/b&gt;" in page
    assert '<div lang="uk">' in page
    assert desk.post(url, {"note": "x"}).status_code == 403
    assert desk.get(reverse("admin:campaign_demandsversion_add")).status_code == 403
    assert desk.post(reverse("admin:campaign_demandsversion_delete", args=[version.pk])).status_code == 403


def test_moderators_have_no_part_in_the_content(client: Client) -> None:
    groups.set_up()
    user = User.objects.create_user("moderator", is_staff=True)
    user.groups.add(StaffGroup.objects.get(name="Moderators"))
    client.force_login(user)
    for model in MODELS:
        assert client.get(reverse(f"admin:campaign_{model}_changelist")).status_code == 403
