"""Which fields are written in every language. English is the source; an empty translation falls back to it."""

from modeltranslation.translator import TranslationOptions, register

from campaign.models import Article, Demand, Figure, Group, Question, Quote, Release


@register(Demand)
class DemandTranslation(TranslationOptions):
    """The words of a demand."""

    fields = ("heading", "text")
    required_languages = ("en",)


@register(Group)
class GroupTranslation(TranslationOptions):
    """The words about a group."""

    fields = ("name", "size", "text")
    required_languages = ("en",)


@register(Quote)
class QuoteTranslation(TranslationOptions):
    """The words of a quote and around it."""

    fields = ("person", "role", "lead_in", "fragment", "source")
    required_languages = ("en",)


@register(Question)
class QuestionTranslation(TranslationOptions):
    """The question and its answer."""

    fields = ("question", "answer")
    required_languages = ("en",)


@register(Figure)
class FigureTranslation(TranslationOptions):
    """The words around a number."""

    fields = ("what", "note", "source")
    required_languages = ("en",)


@register(Release)
class ReleaseTranslation(TranslationOptions):
    """The words about a release."""

    fields = ("what", "source")
    required_languages = ("en",)


@register(Article)
class ArticleTranslation(TranslationOptions):
    """The words of an article."""

    fields = ("title", "summary", "body", "author", "publisher")
    required_languages = ("en",)
