"""The field of a form that takes a picture, the tick that takes it away, and how staff see what is there."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from people1st import pictures
from people1st.pictures import Encoded, RefusedPictureError

if TYPE_CHECKING:
    from people1st.models import Picture

WIDEST_SHOWN = 240


class PictureInput(forms.FileInput):
    """A button to choose a file with; browsers offer pictures first."""

    def __init__(self) -> None:
        super().__init__(attrs={"accept": "image/jpeg,image/png,image/webp"})


class PictureField(forms.FileField):
    """A picture, re-encoded: gives Encoded, or None when no file was chosen."""

    widget = PictureInput

    def __init__(self, *, longest: int, **kwargs: Any) -> None:
        self.longest = longest
        super().__init__(
            required=False, help_text=_("JPEG, PNG or WebP, up to 5 MB. Nothing else in it is kept."), **kwargs
        )

    def clean(self, data: UploadedFile | None, initial: Any = None) -> Encoded | None:  # noqa: ARG002 - Django's
        """Re-encode what came. Raises ValidationError with the sentence for whoever chose the file."""
        if not isinstance(data, UploadedFile):
            return None
        if data.file is None:
            return None
        try:
            return pictures.reencode(data.file, longest=self.longest, size=data.size)
        except RefusedPictureError as refusal:
            raise ValidationError(str(refusal), code="refused") from refusal


def chosen_or_gone(form: forms.BaseForm, file: str, tick: str) -> None:
    """Add an error to a form in which a picture is both chosen and removed."""
    if form.cleaned_data.get(file) and form.cleaned_data.get(tick):
        form.add_error(tick, _("Choose a picture or remove the one that is there, not both."))


class PictureShown(admin.ModelAdmin):
    """An admin page that shows the picture of its row to those who may see the row.

    `picture_field` is the foreign key.
    """

    picture_field: str

    def get_urls(self) -> list[URLPattern]:
        """The admin's addresses, and the picture's."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_picture"
        view = self.admin_site.admin_view(self.picture_page)
        return [path("<int:key>/picture.webp", view, name=name), *super().get_urls()]

    def picture_page(self, request: HttpRequest, key: int) -> HttpResponse:
        """The picture itself, for this page alone."""
        row = self.get_object(request, str(key))
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        picture: Picture | None = getattr(row, self.picture_field, None)
        if picture is None:
            raise Http404
        return HttpResponse(bytes(picture.data), content_type="image/webp")

    @admin.display(description=_("as it is kept"))
    def picture_shown(self, row: models.Model) -> SafeString | str:
        """The picture, no wider than a column."""
        picture: Picture | None = getattr(row, self.picture_field, None)
        if picture is None:
            return "–"
        address = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_picture", args=[row.pk])
        width = min(picture.width, WIDEST_SHOWN)
        height = max(1, round(picture.height * width / picture.width))
        return format_html(
            '<img src="{}?{}" width="{}" height="{}" alt="">', address, picture.sha256[:8], width, height
        )
