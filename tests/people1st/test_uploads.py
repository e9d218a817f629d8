"""Files are taken from staff, on the pages that have a form for one, and from nobody else."""

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory

from people1st.uploads import LONGEST_BODY, MOST_BYTES
from tests.campaign import makers
from tests.endorsements.factories import an_endorsement
from tests.images import two_halves, written

pytestmark = pytest.mark.django_db
PAGES = (
    "/en/endorse/",
    "/en/endorse/link/",
    "/admin/login/",
    "/admin/endorsements/endorsement/",
    "/admin/auth/user/add/",
)


def a_file(length: int = 10) -> SimpleUploadedFile:
    return SimpleUploadedFile("picture.png", written(two_halves()).ljust(length, b"\0"))


@pytest.fixture
def staff() -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("root"))
    return client


@pytest.mark.parametrize("address", PAGES)
def test_no_other_page_takes_a_file(staff: Client, address: str) -> None:
    sent = {"portrait_file": a_file(), "name": "x"}
    assert staff.post(address, sent).status_code == 400
    assert Client(enforce_csrf_checks=True).post(address, sent).status_code in {400, 403}


def test_one_file_at_a_time(staff: Client) -> None:
    address = f"/admin/campaign/quote/{makers.quote().pk}/change/"
    assert staff.post(address, {"portrait_file": a_file(), "other": a_file()}).status_code == 400


def test_a_file_that_is_too_large_is_told_beside_the_field_and_not_kept(staff: Client) -> None:
    address = f"/admin/endorsements/endorsement/{an_endorsement().pk}/logo/"
    page = staff.post(address, {"logo_file": a_file(MOST_BYTES + 1), "permission": "Somebody, today"})
    assert page.status_code == 200
    assert "The file is larger than 5 MB." in page.text
    assert "Somebody, today" in page.text


def test_what_comes_beyond_the_limit_is_counted_and_not_kept() -> None:
    request = RequestFactory().post("/admin/campaign/quote/add/", {"portrait_file": a_file(MOST_BYTES + 1)})
    file = request.FILES["portrait_file"]
    assert (file.size, len(file.read())) == (MOST_BYTES + 1, MOST_BYTES)


def test_a_body_beyond_all_pictures_is_refused_unread(staff: Client) -> None:
    address = f"/admin/endorsements/endorsement/{an_endorsement().pk}/logo/"
    for too_long, where in ((LONGEST_BODY + 1, address), (MOST_BYTES, "/admin/campaign/demand/add/")):
        response = staff.post(where, {}, CONTENT_LENGTH=str(too_long))
        assert response.status_code == 413
        assert response.wsgi_request._read_started is False  # type: ignore[attr-defined]


@pytest.mark.parametrize("enforced", [False, True])
def test_of_a_file_from_nobody_who_is_signed_in_no_byte_is_read(enforced: bool) -> None:  # noqa: FBT001 - pytest's
    address = f"/admin/endorsements/endorsement/{an_endorsement().pk}/logo/"
    sent = {"logo_file": a_file(MOST_BYTES), "permission": "Somebody, today"}
    response = Client(enforce_csrf_checks=enforced).post(address, sent)
    assert (response.status_code, response["Location"]) == (302, f"/admin/login/?next={address}")
    assert response.wsgi_request._read_started is False  # type: ignore[attr-defined]
