import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import path
from django.utils.csp import CSP

from people1st import policies
from people1st.headers import embeddable, with_script
from tests.endorsements.factories import an_endorsement, the_demands
from tests.endorsements.visitors import link_to

pytestmark = pytest.mark.django_db
BARE = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; manifest-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
ALWAYS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def view(request):
    return HttpResponse(request.path)


def broken(request):
    msg = "on purpose"
    raise RuntimeError(msg)


urlpatterns = [
    path("widget/", embeddable(view)),
    path("script/", with_script(view)),
    path("broken/", broken),
    path("admin/broken/", broken),
]
handler500 = "people1st.errors.server_error"


@pytest.fixture
def visitor() -> Client:
    the_demands()
    return Client(raise_request_exception=False)


ANSWERS = {
    "/": 302,
    "/ua/about/": 301,
    "/about/": 302,
    "/en/": 200,
    "/uk/endorsements/": 200,
    "/en/endorse/": 200,
    "/en/news/feed/": 200,
    "/en/no-such-page/": 404,
    "/en/endorsements/?q=%00": 400,
    "/endorsements.json": 200,
    "/endorsements.csv": 200,
    "/sitemap.xml": 200,
    "/robots.txt": 200,
    "/.well-known/security.txt": 200,
    "/favicon.ico": 302,
    "/uk/data.jsonld": 200,
    "/uk/manifest.webmanifest": 200,
    "/cards/uk/campaign-000000000000.png": 302,
    "/healthz": 200,
    "/static/no-such-file.css": 404,
}


@pytest.mark.parametrize(("address", "status"), ANSWERS.items())
def test_every_answer_carries_them(visitor, address, status):
    response = visitor.get(address)
    assert response.status_code == status
    assert response["Content-Security-Policy"] == BARE
    assert {name: response.get(name) for name in ALWAYS} == ALWAYS
    assert response["Referrer-Policy"] == ("no-referrer" if status >= 400 else "same-origin")
    assert response["Permissions-Policy"] == policies.permissions_policy()


def test_a_refused_method_and_a_foreign_host_carry_them(visitor):
    for response in (visitor.post("/en/about/"), visitor.get("/en/", headers={"Host": "evil.example"})):
        assert response.status_code in {405, 400}
        assert response["Content-Security-Policy"] == BARE
        assert {name: response.get(name) for name in ALWAYS} == ALWAYS


def test_an_unchanged_page_carries_them(visitor):
    first = visitor.get("/en/about/")
    again = visitor.get("/en/about/", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert again["Content-Security-Policy"] == BARE
    assert {name: again.get(name) for name in ALWAYS} == ALWAYS


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(("address", "scripts"), [("/broken/", False), ("/admin/broken/", True)])
def test_a_fault_of_ours_carries_them(visitor, address, scripts):
    response = visitor.get(address)
    assert response.status_code == 500
    assert ("script-src 'self'" in response["Content-Security-Policy"]) == scripts
    assert {name: response.get(name) for name in ALWAYS} == ALWAYS


def test_a_file_carries_them(settings, tmp_path):
    (tmp_path / "site.css").write_text("body {}")
    settings.STATIC_ROOT = tmp_path
    response = Client().get("/static/site.css")
    response.close()
    assert (response.status_code, response["Content-Type"]) == (200, 'text/css; charset="utf-8"')
    assert response["Content-Security-Policy"] == BARE
    assert {name: response.get(name) for name in ALWAYS} == ALWAYS
    assert "Permissions-Policy" not in response


def test_staff_may_run_our_scripts_and_use_passkeys_and_nothing_more(visitor, admin_client):
    for response in (visitor.get("/admin/login/"), admin_client.get("/admin/"), admin_client.get("/admin/none/")):
        policy = response["Content-Security-Policy"]
        assert policy == BARE + "; script-src 'self'"
        allowed = [part for part in response["Permissions-Policy"].split(", ") if not part.endswith("=()")]
        assert allowed == ["publickey-credentials-create=(self)", "publickey-credentials-get=(self)"]


def test_pages_behind_a_mailed_link_tell_nobody_where_one_came_from(visitor):
    endorsement = an_endorsement("approved")
    for purpose in ("confirm", "manage", "mailbox"):
        assert visitor.get(link_to(purpose, endorsement))["Referrer-Policy"] == "no-referrer"
        assert visitor.get(f"/en/endorse/{purpose}/unknown/")["Referrer-Policy"] == "no-referrer"


def test_no_policy_lets_code_in_from_the_page_itself_or_from_elsewhere():
    for policy in (policies.PUBLIC, policies.WITH_SCRIPT, policies.STAFF, policies.EMBEDDED):
        assert policy["default-src"] == [CSP.NONE]
        assert set(policy.get("script-src", ())) <= {CSP.SELF}
        assert policy["style-src"] == [CSP.SELF]
        assert {source for sources in policy.values() for source in sources} <= {CSP.NONE, CSP.SELF, "data:", "*"}


@pytest.mark.urls(__name__)
def test_a_page_with_a_script_says_so_and_connects_to_nothing():
    policy = BARE.replace("connect-src 'self'", "connect-src 'none'") + "; script-src 'self'"
    assert Client().get("/script/")["Content-Security-Policy"] == policy


@pytest.mark.urls(__name__)
def test_what_is_made_to_be_embedded_may_be():
    response = Client().get("/widget/")
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "X-Frame-Options" not in response
    assert "frame-ancestors *" in response["Content-Security-Policy"]
    assert "script" not in response["Content-Security-Policy"]


def test_features_are_named_once_and_in_order():
    assert list(policies.FEATURES) == sorted(set(policies.FEATURES))
    assert policies.permissions_policy().count("=()") == len(policies.FEATURES)
