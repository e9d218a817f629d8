"""What a manage link opens: all that is kept, and small forms that each do one thing when their box is ticked."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from endorsements.links import opened_by
from endorsements.manage_forms import CorrectForm, HideForm, MoveForm, ShowForm, TakeOverForm, TickedForm, WithdrawForm
from endorsements.models import Endorsement
from endorsements.models.token import Purpose
from endorsements.records import waiting_change
from endorsements.refusals import Refused
from endorsements.views.endorse import UNPROCESSABLE

FORMS: tuple[type[TickedForm], ...] = (TakeOverForm, CorrectForm, HideForm, ShowForm, MoveForm, WithdrawForm)


@opened_by(Purpose.MANAGE)
def manage(request: HttpRequest, endorsement: Endorsement) -> HttpResponse:
    """Show what is kept; do what the one sent form asks for."""
    used = _used_form(request.POST, endorsement)
    refusal = ""
    if used and used.is_valid():
        try:
            used.act()
        except Refused as reason:
            refusal = str(reason)
        else:
            if isinstance(used, WithdrawForm):
                return redirect("withdrawn")
            return redirect(f"{request.path}?done={used.button}")
    context = _context(endorsement, used)
    done = next((form.done for form in FORMS if form.button == request.GET.get("done")), "")
    status = 409 if refusal else (UNPROCESSABLE if request.method == "POST" else 200)
    return render(request, "endorsements/manage.html", {**context, "done": done, "refusal": refusal}, status=status)


@require_safe
def withdrawn(request: HttpRequest) -> HttpResponse:
    """It is done."""
    return render(request, "endorsements/withdrawn.html")


def _used_form(data: QueryDict, endorsement: Endorsement) -> TickedForm | None:
    """The form whose button was pressed, bound to what was sent. What was taken over once is not taken over again."""
    for form in FORMS:
        if form.button in data and not (form is TakeOverForm and endorsement.consent_wording):
            return form(data, endorsement=endorsement)
    return None


def _context(endorsement: Endorsement, used: TickedForm | None) -> dict[str, object]:
    """Every form of the page, fresh but for the one that was just used wrongly."""

    def form(kind: type[TickedForm], **initial: object) -> TickedForm:
        return used if isinstance(used, kind) else kind(endorsement=endorsement, initial=initial)

    taken_over = bool(endorsement.consent_wording)
    return {
        "endorsement": endorsement,
        "change": waiting_change(endorsement),
        "takeover_form": None if taken_over else form(TakeOverForm),
        "correct_form": form(
            CorrectForm,
            website=endorsement.website,
            statement=endorsement.statement,
            contact_role=endorsement.contact_role,
        )
        if taken_over
        else None,
        "hide_form": None if endorsement.is_unnamed else form(HideForm),
        "show_form": form(ShowForm) if endorsement.is_unnamed else None,
        "mailbox_form": form(MoveForm) if taken_over else None,
        "withdraw_form": form(WithdrawForm),
    }
