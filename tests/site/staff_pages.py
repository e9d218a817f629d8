"""Every page of the admin that a superuser can open, found by asking the admin itself."""

import time

from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client, RequestFactory
from django.urls import reverse

from campaign.models import Demand
from endorsements.models import Endorsement
from endorsements.models.token import Purpose
from people1st.staff import sessions
from tests.endorsements.factories import a_change, an_endorsement, an_entry
from tests.endorsements.visitors import link_to
from tests.launched import launched


def a_superuser() -> User:
    """Who may see everything."""
    return User.objects.create_superuser("root", "root@people1st.example", "correct horse battery staple")


def signed_in(client: Client, user: User) -> Client:
    """The client with a session of theirs that lacks nothing, in production neither."""
    now = time.time()
    client.force_login(user)
    session = client.session
    session[sessions.KEY] = {
        "began": now,
        "seen": now,
        "stands_on": sessions.fingerprint(user),
        "factor": True,
        "enrolling": False,
        "shown": now,
    }
    session.save()
    return client


def something_of_everything() -> list[str]:
    """Content, endorsements in several states and an entry; gives the addresses of pages behind mailed links."""
    if not Demand.objects.exists():
        launched()
    an_endorsement("waiting")
    an_entry()
    approved, unnamed = an_endorsement("approved"), an_endorsement("approved", visibility="unnamed")
    a_change(approved)
    links = [link_to(purpose, approved) for purpose in (Purpose.MANAGE, Purpose.CONFIRM, Purpose.MAILBOX)]
    return [*links, link_to(Purpose.MANAGE, unnamed), link_to(Purpose.CONFIRM, an_endorsement("unconfirmed"))]


def staff_pages(user: User) -> list[str]:
    """The addresses: for each model its list, its empty form, and of one row the form, history and deletion."""
    request = RequestFactory().get("/admin/")
    request.user = user
    pages = [reverse("admin:index"), reverse("admin:password_change"), reverse("admin:logout")]
    for model, page in admin.site._registry.items():
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        pages.append(reverse("admin:app_list", args=[model._meta.app_label]))
        pages.append(reverse(f"admin:{name}_changelist"))
        pages += [reverse(f"admin:{name}_add")] if page.has_add_permission(request) else []
        for row in model._default_manager.order_by("pk")[:1]:
            pages += [reverse(f"admin:{name}_{view}", args=[row.pk]) for view in ("change", "history")]
            pages += (
                [reverse(f"admin:{name}_delete", args=[row.pk])] if page.has_delete_permission(request, row) else []
            )
    pages += [reverse(f"admin:{name}") for name in ("account", "add_key", "add_app", "recovery_codes", "identity")]
    entry = Endorsement.objects.filter(status="approved", consent_wording="").earliest("pk")
    waiting = Endorsement.objects.filter(status="waiting").earliest("pk")
    pages.append(reverse("admin:endorsements_endorsement_invite", args=[entry.pk]))
    pages += [reverse("admin:endorsements_endorsement_change", args=[row.pk]) for row in (entry, waiting)]
    return sorted(set(pages) - {reverse("admin:logout")})
