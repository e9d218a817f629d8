"""Members of staff with what they sign in with."""

import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.test import Client

from people1st.staff import factors

PASSWORD = "correct horse battery staple"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def a_member(name: str = "olena", *, group: str = "", superuser: bool = False, app: bool = False, **more) -> User:
    user = User.objects.create_user(name, password=PASSWORD, is_staff=True, is_superuser=superuser)
    for field, value in more.items():
        setattr(user, field, value)
    user.save()
    if group:
        call_command("staff_groups", verbosity=0)
        user.groups.add(Group.objects.get(name=group))
    if app:
        with_app(user)
    return user


def with_app(user: User) -> User:
    """An authenticator app whose secret is SECRET; its first code was used an hour ago."""
    assert factors.set_up_app(user, SECRET, code())
    app = factors.of(user).get(type=factors.Type.TOTP)
    app.data["last_step"] -= 120
    app.save()
    return user


def code(steps: int = 0, secret: str = SECRET) -> str:
    """What the app shows now, or some steps of 30 s later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def type_password(client: Client, name: str = "olena", password: str = PASSWORD, **more):
    return client.post("/admin/login/", {"username": name, "password": password}, **more)


def type_code(client: Client, typed: str, **more):
    return client.post("/admin/account/second-step/", {"code": typed}, **more)


def sign_in(user: User) -> Client:
    """A browser in which the user has signed in, with the app where there is one."""
    client = Client()
    response = type_password(client, user.get_username())
    if response["Location"] == "/admin/account/second-step/":
        response = type_code(client, code())
    assert response.status_code == 302, response.content
    assert opens(client)
    return client


def show_identity(client: Client, steps: int = 1) -> None:
    """Show again who one is."""
    answer = client.post("/admin/account/identity/", {"password": PASSWORD, "code": code(steps), "next": "/admin/"})
    assert answer.status_code == 302, answer.content


def opens(client: Client, address: str = "/admin/") -> bool:
    return client.get(address).status_code == 200


def set_state(client: Client, **changed) -> None:
    """Change what the session knows of itself, as time would."""
    session = client.session
    session["staff"] = {**session["staff"], **changed}
    session.save()
