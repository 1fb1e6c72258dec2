"""The keys of an installation: each a file of mode 0600 in the folder `keys`, never in the repository."""

from __future__ import annotations

import secrets

from doudi.project import paths, private

SECRET_KEY = "django-secret-key"  # noqa: S105 - the name of a file, not a secret


def make_keys() -> None:
    """Make every key that is missing. Run before the first process that serves people."""
    paths.make_folder(paths.data_dir(), mode=paths.PASSABLE)
    private.read_or_make(paths.make_folder(paths.keys_dir(), mode=paths.PRIVATE) / SECRET_KEY)


def secret_key() -> str:
    """Return Django's secret key.

    Before an installation exists (checks, tests, `doudi facts schema`) it is a key of this process alone."""
    path = paths.keys_dir() / SECRET_KEY
    try:
        return path.read_text("ascii").strip()
    except (FileNotFoundError, PermissionError):
        return secrets.token_urlsafe(48)
