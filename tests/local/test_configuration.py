"""The variables of `make run`, and who may use a VAR_DIR."""

import base64
import stat
from pathlib import Path

import pytest

from people1st.local.configuration import Site, write_privately
from people1st.local.errors import CannotStart


def test_without_variables_it_is_the_site_of_the_contract() -> None:
    site = Site.from_environment({})
    assert (site.port, site.folder, site.web_processes) == (8000, Path("var").resolve(), 2)
    assert site.database_url == ""


@pytest.mark.parametrize(
    ("name", "value"),
    [("PORT", "0"), ("PORT", "65536"), ("PORT", "http"), ("WEB_CONCURRENCY", "-1"), ("FRONT", "apache")],
)
def test_a_value_without_sense_is_answered_with_its_name(name: str, value: str) -> None:
    with pytest.raises(CannotStart, match=name):
        Site.from_environment({name: value})


def test_behind_nginx_gunicorn_listens_on_a_socket_and_trusts_one_proxy(tmp_path: Path) -> None:
    site = Site.from_environment({"VAR_DIR": str(tmp_path), "FRONT": "nginx"})
    site.folder.mkdir(exist_ok=True)
    assert site.application == f"unix:{tmp_path / 'tmp' / 'web.sock'}"
    assert site.variables("postgresql://")["TRUSTED_PROXIES"] == "1"


def test_a_path_too_long_for_a_socket_is_said_at_once(tmp_path: Path) -> None:
    site = Site.from_environment({"VAR_DIR": str(tmp_path / ("a" * 100)), "FRONT": "nginx"})
    with pytest.raises(CannotStart, match="shorter"):
        _ = site.application


def test_the_secret_key_is_made_once_and_read_by_its_owner_alone(tmp_path: Path) -> None:
    site = Site.from_environment({"VAR_DIR": str(tmp_path)})
    key = site.variables("postgresql://x/y")["SECRET_KEY"]
    assert len(key) >= 50
    assert site.variables("postgresql://x/y")["SECRET_KEY"] == key
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


def test_the_key_for_contact_data_is_made_once_and_read_by_its_owner_alone(tmp_path: Path) -> None:
    site = Site.from_environment({"VAR_DIR": str(tmp_path)})
    key = site.variables("postgresql://x/y")["ENCRYPTION_KEYS"]
    assert len(base64.urlsafe_b64decode(key)) == 32
    assert site.variables("postgresql://x/y")["ENCRYPTION_KEYS"] == key
    assert stat.S_IMODE((tmp_path / "encryption-keys").stat().st_mode) == 0o600


def test_proxies_and_certificates_reach_the_children(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", "/etc/own.pem")
    assert (
        Site.from_environment({"VAR_DIR": str(tmp_path)}).variables("postgresql://x/y")["SSL_CERT_FILE"]
        == "/etc/own.pem"
    )


def test_one_var_dir_serves_one_site(tmp_path: Path) -> None:
    site = Site.from_environment({"VAR_DIR": str(tmp_path)})
    assert not site.is_running()
    with site.held():
        assert site.is_running()
    assert not site.is_running()


def test_a_var_dir_that_is_a_file_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    site = Site.from_environment({"VAR_DIR": str(tmp_path / "file")})
    with pytest.raises(CannotStart, match="VAR_DIR"), site.held():
        pytest.fail("it was held")


def test_a_private_file_replaces_an_older_one(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    path.write_text("old", encoding="ascii")
    path.chmod(0o644)
    write_privately(path, "new")
    assert path.read_text(encoding="ascii") == "new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
