"""What a manage link opens: all that is kept, and small forms that each do one thing when their box is ticked."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from endorsements import limits, proof_forms, reviews, takeaway
from endorsements.leaving_forms import EraseForm, WithdrawForm
from endorsements.link_forms import TickedForm
from endorsements.links import opened_by
from endorsements.manage_forms import (
    CorrectForm,
    HideForm,
    MoveForm,
    ShowForm,
    StayUnnamedForm,
    StillRightForm,
    TakeOverForm,
)
from endorsements.models import Change, Endorsement
from endorsements.models.token import Purpose
from endorsements.proof_forms import LookForm, ProveForm
from endorsements.records import waiting_change
from endorsements.refusals import Refused
from endorsements.views import waits
from endorsements.views.endorse import UNPROCESSABLE

# What the page says after a redirect that follows the button of that name.
TELLING = (TakeOverForm, StillRightForm, CorrectForm, HideForm, ShowForm, MoveForm, ProveForm, LookForm)
DONE = {form.button: form.done for form in TELLING}


@opened_by(Purpose.MANAGE)
def manage(request: HttpRequest, endorsement: Endorsement) -> HttpResponse:
    """Show what is kept; do what the one sent form asks for, when this page offers that form."""
    change = waiting_change(endorsement)
    offered = _offered(endorsement, change)
    used = next((kind for kind in offered if kind.button in request.POST), None)
    form = used(request.POST, endorsement=endorsement) if used else None
    # A move writes to a mailbox that may be a stranger's.
    wait = limits.form_wait(request) if isinstance(form, MoveForm) and form.is_valid() else None
    refusal, pause = "", None
    if form and form.is_valid() and not wait:
        try:
            form.act()
        except Refused as reason:
            refusal, pause = str(reason), reason.wait
            endorsement.refresh_from_db()
        else:
            if isinstance(form, WithdrawForm):
                return redirect("withdrawn")
            if isinstance(form, EraseForm):
                return redirect("erased")
            return redirect(f"{request.path}?done={form.button}")
    initial = _initial(endorsement, change)
    context = {
        "endorsement": endorsement,
        "change": change,
        "proof": proof_forms.shown(endorsement),
        "refusal": refusal,
        "wait_minutes": waits.minutes(wait),
        "done": "" if request.method == "POST" else DONE.get(request.GET.get("done", ""), ""),
        "forms": [
            form if form and kind is used else kind(endorsement=endorsement, initial=initial) for kind in offered
        ],
        "wrong": bool(form and form.errors),
    }
    status = 409 if refusal else (UNPROCESSABLE if request.method == "POST" else 200)
    page = render(request, "endorsements/manage.html", context, status=status)
    too_many = wait or pause
    return waits.too_many(page, too_many) if too_many else page


@opened_by(Purpose.MANAGE)
def everything_kept(_request: HttpRequest, endorsement: Endorsement) -> HttpResponse:
    """Everything kept about the organisation as a JSON file, for its contact to take away."""
    response = JsonResponse(takeaway.everything(endorsement), json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = 'attachment; filename="people1st.json"'
    return response


@require_safe
def withdrawn(request: HttpRequest) -> HttpResponse:
    """It is done."""
    return render(request, "endorsements/withdrawn.html")


@require_safe
def erased(request: HttpRequest) -> HttpResponse:
    """It is done."""
    return render(request, "endorsements/erased.html")


def _offered(endorsement: Endorsement, change: Change | None) -> list[type[TickedForm]]:
    """The forms of this record's page, in their order on it."""
    asks_to_be_named = bool(change and change.visibility)
    if not endorsement.is_unnamed:
        naming: type[TickedForm] = HideForm
    else:
        naming = StayUnnamedForm if asks_to_be_named else ShowForm
    if not endorsement.consent_wording:
        own: list[type[TickedForm]] = [TakeOverForm, naming]
    else:
        review = [StillRightForm] if reviews.is_open(endorsement) else []
        own = [*review, CorrectForm, naming, MoveForm]
    return [*own, *proof_forms.offered(endorsement), WithdrawForm, EraseForm]


def _initial(endorsement: Endorsement, change: Change | None) -> dict[str, str]:
    """What stands, or what waits to take its place: sent as served, a form asks for nothing new."""
    stands = {field: getattr(endorsement, field) for field in ("website", "statement", "contact_name", "contact_role")}
    return {**stands, **(change.asked() if change else {})}
