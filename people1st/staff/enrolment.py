"""Enrolment: a link, good once and for a day, by which a member of staff sets a password and registers a factor."""

import hashlib
import secrets
from http import HTTPStatus

from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from people1st.models import EnrolmentLink
from people1st.security import Event, record
from people1st.staff import factors, pages, sessions
from people1st.staff.hosts import admin_address

LENGTH = 32


class CannotEnrolError(Exception):
    """Why somebody can be given no link, in a sentence."""


@transaction.atomic
def make_link(user: User, *, by: User | None) -> str:
    """The address of a new link for `user`; the former ones stop working. `by`: who made it, None from the server.

    Raises CannotEnrolError when the account is no active staff account, or one's own.
    """
    if not (user.is_active and user.is_staff):
        raise CannotEnrolError(_("This account is not active, or has no staff status."))
    if by == user:
        raise CannotEnrolError(_("Nobody makes a link for their own account: another administrator does."))
    user.enrolment_links.filter(used_at=None).delete()
    secret = secrets.token_urlsafe(LENGTH)
    EnrolmentLink.objects.create(user=user, digest=_digest(secret), made_by=by)
    record(Event.ENROLMENT, step="link_made", user=user.pk, by=by.pk if by else 0)
    return admin_address("enrol", secret)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def enrol(request: HttpRequest, token: str) -> HttpResponse:
    """What the link opens: GET shows what it is for, POST sets the password and goes on to the factors.

    As with all links that are handed over, the secret in the address is what a forger would need.
    """
    response = _enrol(request, token)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _enrol(request: HttpRequest, token: str) -> HttpResponse:
    link = EnrolmentLink.objects.select_related("user").filter(digest=_digest(token)).first()
    if link is None or not (link.is_good and link.user.is_active and link.user.is_staff):
        status = HTTPStatus.NOT_FOUND if link is None else HTTPStatus.GONE
        return pages.page(request, "account/link_gone.html", _("This link no longer works"), status=status)
    form = SetPasswordForm(link.user, request.POST if request.method == "POST" else None)
    if not (form.is_bound and form.is_valid()):
        context = {"form": form, "username": link.user.get_username()}
        answer = pages.UNPROCESSABLE if form.is_bound else HTTPStatus.OK
        return pages.page(request, "account/enrol.html", _("Set up your account"), context, status=answer)
    if not _use(link, form):
        return pages.page(request, "account/link_gone.html", _("This link no longer works"), status=HTTPStatus.GONE)
    sessions.begin(request, User.objects.get(pk=link.user_id), factor=False, enrolling=True)
    record(Event.ENROLMENT, request=request, step="link_used", user=link.user_id)
    return redirect("admin:account")


@transaction.atomic
def _use(link: EnrolmentLink, form: SetPasswordForm) -> bool:
    """Set the password, remove the former factors, end every session.

    False, and nothing is changed, when the link was used or replaced meanwhile, or the account lost its place in staff.
    What else an administrator changed in it stays: of the account that was read before, only the password is written.
    """
    now = EnrolmentLink.objects.select_for_update().filter(pk=link.pk).first()
    user = User.objects.select_for_update().filter(pk=link.user_id, is_active=True, is_staff=True).first()
    if now is None or user is None or not now.is_good:
        return False
    now.used_at = timezone.now()
    now.save(update_fields=["used_at"])
    factors.of(user).delete()
    user.set_password(form.cleaned_data["new_password1"])
    user.save(update_fields=["password"])
    sessions.end_all(user)
    return True


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()
