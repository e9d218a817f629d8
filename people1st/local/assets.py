"""Static files of the running site: gathered and compressed only when their sources changed (brotli takes seconds)."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from people1st.local.configuration import ROOT


def gather_if_changed() -> bool:
    """Runs collectstatic into STATIC_ROOT unless it holds what these sources make; says whether it ran."""
    target = Path(settings.STATIC_ROOT)
    stamp = target.with_name(target.name + ".stamp")
    made_from = fingerprint()
    if stamp.exists() and stamp.read_text(encoding="ascii") == made_from and target.is_dir():
        return False
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(made_from, encoding="ascii")
    return True


def fingerprint() -> str:
    """A hash of our own files' content and, for what packages bring, of the pinned versions."""
    digest = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    for finder in get_finders():
        for name, storage in finder.list([]):
            path = Path(storage.path(name))
            digest.update(f"{name}\0".encode())
            if path.is_relative_to(ROOT) and ".venv" not in path.parts:
                digest.update(path.read_bytes())
    return digest.hexdigest()
