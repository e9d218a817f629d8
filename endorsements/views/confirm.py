"""What a mailed confirmation link opens: GET shows, only a POST with the box ticked acts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from endorsements.link_forms import ConfirmForm, MailboxForm
from endorsements.links import opened_by
from endorsements.models import Endorsement
from endorsements.models.token import Purpose
from endorsements.refusals import Refused
from endorsements.views.endorse import UNPROCESSABLE


@opened_by(Purpose.CONFIRM)
def confirm(request: HttpRequest, endorsement: Endorsement) -> HttpResponse:
    """Show what was sent in; confirm it when the box is ticked."""
    form = ConfirmForm(request.POST if request.method == "POST" else None, endorsement=endorsement)
    if form.is_bound and form.is_valid():
        try:
            form.act()
        except Refused as refusal:
            endorsement.refresh_from_db()
            form = ConfirmForm(endorsement=endorsement)
            context = {"endorsement": endorsement, "form": form, "refusal": str(refusal)}
            return render(request, "endorsements/confirm.html", context, status=409)
        return redirect("confirmed")
    context = {"endorsement": endorsement, "form": form}
    return render(request, "endorsements/confirm.html", context, status=UNPROCESSABLE if form.is_bound else 200)


@require_safe
def confirmed(request: HttpRequest) -> HttpResponse:
    """The same for the first, the second and every later time."""
    return render(request, "endorsements/confirmed.html")


@opened_by(Purpose.MAILBOX)
def mailbox(request: HttpRequest, endorsement: Endorsement) -> HttpResponse:
    """The new mailbox takes the endorsement over when the box is ticked."""
    form = MailboxForm(request.POST if request.method == "POST" else None, endorsement=endorsement)
    context = {"endorsement": endorsement, "form": form}
    if form.is_bound and form.is_valid():
        try:
            form.act()
        except Refused as refusal:
            return render(request, "endorsements/mailbox.html", {**context, "refusal": str(refusal)}, status=409)
        return redirect("mailbox_moved")
    return render(request, "endorsements/mailbox.html", context, status=UNPROCESSABLE if form.is_bound else 200)


@require_safe
def mailbox_moved(request: HttpRequest) -> HttpResponse:
    """What the new mailbox will find."""
    return render(request, "endorsements/mailbox_moved.html")
