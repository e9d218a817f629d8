"""The content in Django's admin."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from campaign import dates, versions
from campaign.admin_parts import ContentAdmin, OrderedAdmin
from campaign.models import Article, Demand, DemandsVersion, Figure, Group, Question, Quote, Release
from campaign.quote_admin import QuoteAdmin


class DemandForm(forms.ModelForm):
    """A demand, and what kind of change this is."""

    substance = forms.BooleanField(
        label=_("This is a change of substance"),
        required=False,
        help_text=_("Begins a new version: what organisations endorsed before stays the version that they signed."),
    )
    note = forms.CharField(
        label=_("Note on the change"), required=False, widget=forms.Textarea(attrs={"rows": 2, "cols": 80})
    )


@admin.register(Demand)
class DemandAdmin(OrderedAdmin):
    """The demands; every change of their words makes a version or an edition."""

    form = DemandForm
    permanent = ("anchor",)

    def get_fieldsets(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        """The texts, then the kind of change."""
        return [*super().get_fieldsets(request, obj), (_("What kind of change"), {"fields": ("substance", "note")})]

    def save_model(self, request: HttpRequest, obj: Demand, form: Any, change: bool) -> None:  # noqa: FBT001
        """Save, and keep the version in the same transaction; an order changed in the list is kept once, at its end."""
        super().save_model(request, obj, form, change)
        if "substance" not in form.cleaned_data:
            return
        before = DemandsVersion.objects.newest()
        version = versions.make_version(
            substance=form.cleaned_data["substance"], note=form.cleaned_data["note"], actor=request.user
        )
        if version != before:
            messages.info(request, _("Version %(version)s of the demands is kept.") % {"version": version.label})

    def delete_model(self, request: HttpRequest, obj: Demand) -> None:
        """Delete, and keep the edition without it."""
        super().delete_model(request, obj)
        versions.make_version(substance=False, actor=request.user)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Demand]) -> None:
        """Delete several, and keep the edition without them."""
        super().delete_queryset(request, queryset)
        versions.make_version(substance=False, actor=request.user)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The list; a new order is a new edition."""
        response = super().changelist_view(request, extra_context)
        if request.method == "POST" and self.has_change_permission(request):
            versions.make_version(substance=False, actor=request.user)
        return response


@admin.register(DemandsVersion)
class DemandsVersionAdmin(admin.ModelAdmin):
    """The versions, to be read."""

    list_display = ("__str__", "made_at", "made_by", "note")
    fields = ("number", "edition", "made_at", "made_by", "note", "readable_texts")

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002 - Django's signature
        """Versions are made by changes of the demands."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        """Never."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        """Never."""
        return False

    @admin.display(description=_("texts"))
    def readable_texts(self, version: DemandsVersion) -> SafeString:
        """Every text of the version, a language after another."""
        return format_html_join("", '<div lang="{}"><h3>{}</h3>{}</div>', map(_in_one_language, version.texts.items()))


def _in_one_language(texts: tuple[str, list[dict[str, str]]]) -> tuple[str, str, SafeString]:
    language, demands = texts
    parts = ((demand["anchor"], demand["heading"] or "–", demand["text"] or "–") for demand in demands)
    return language, language, format_html("{}", format_html_join("", "<h4>{}: {}</h4><p>{}</p>", parts))


@admin.register(Group)
class GroupAdmin(OrderedAdmin):
    """The groups of captives."""

    permanent = ("key",)


admin.site.register(Quote, QuoteAdmin)


@admin.register(Question)
class QuestionAdmin(OrderedAdmin):
    """The questions of the About page."""

    permanent = ("anchor",)


@admin.register(Figure)
class FigureAdmin(OrderedAdmin):
    """The figures; one without a date or a source is marked as not shown."""

    list_display = ("__str__", "position", "section", "as_of", "is_shown", "in_short", "untranslated")
    permanent = ("key",)

    @admin.display(description=_("shown"), boolean=True)
    def is_shown(self, figure: Figure) -> bool:
        """Whether it has the date and the source that readers must see."""
        return figure.is_shown


@admin.register(Release)
class ReleaseAdmin(OrderedAdmin):
    """The releases."""

    list_display = ("__str__", "position", "freed", "civilians", "untranslated")
    permanent = ("key",)


@admin.register(Article)
class ArticleAdmin(ContentAdmin):
    """The articles; one is public when it is published, or when the time that it is scheduled for has come."""

    list_display = ("__str__", "kind", "written_date", "status", "publish_at", "untranslated")
    list_filter = ("status", "kind")
    permanent = ("slug",)
    search_fields = ("title_en", "title_uk", "title_ru", "slug")

    @admin.display(description=_("date"), ordering="date")
    def written_date(self, article: Article) -> str:
        """As much of the date as is known."""
        return dates.partial_date(article.date, article.date_precision)

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:  # noqa: ARG002
        """A new article's slug follows its English title."""
        return {} if obj else {"slug": ("title_en",)}
