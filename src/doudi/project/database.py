"""The database of this installation, for every command: the embedded one, or the one `DATABASE_URL` names.

    with database.opened() as urls:
        database.migrate(urls)

Children get their address through the environment (`child_environment`), and each only the role it needs.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from doudi.kernel.errors import Refused
from doudi.kernel.lasting import lasting
from doudi.project import connection, paths
from doudi.project.postgres import Server, Urls, check_address, grant_runtime
from doudi.project.postgres.roles import APP

SETTINGS = "doudi.project.settings"
SECONDS_TO_MIGRATE = 3600
SECONDS_TO_CHECK = 120


class NotPrepared(Refused):
    """Tables, law or static files could not be brought to this version; the child's sentence says which."""

    code = "database.not_prepared"
    sentence = "{reason}"


def embedded_server() -> Server | None:
    """Return the server we supervise, or None where `DATABASE_URL` names another."""
    return None if os.environ.get("DATABASE_URL") else Server.at(paths.data_dir())


@contextmanager
def opened(server: Server | None = None) -> Iterator[Urls]:
    """Have the database for the length of a `with`: started if it is ours, checked if it is another.

    Whoever looks after the server meanwhile hands in what `embedded_server` returned."""
    server = server or embedded_server()
    if server is None:
        yield external_urls()
        return
    with server.running() as urls:
        yield urls


def external_urls() -> Urls:
    """Return the checked addresses of the environment; one role does everything where no owner is named."""
    app = os.environ["DATABASE_URL"]
    owner = os.environ.get("DATABASE_OWNER_URL") or app
    for url in dict.fromkeys((owner, app)):
        connection.parts(url)
        check_address(url)
    return Urls(owner=owner, app=app)


def child_environment(url: str) -> dict[str, str]:
    """Return the environment of a process of ours that uses the database by `url` and knows no other address."""
    inherited = {name: value for name, value in os.environ.items() if name != "DATABASE_OWNER_URL"}
    ours = {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": SETTINGS, "DOUDI_STATIC": "collected"}
    return {**inherited, **ours}


def use(url: str) -> None:
    """Set up Django in this process, on the database at `url`."""
    os.environ.update(child_environment(url))
    import django  # noqa: PLC0415 - the settings read the address when they are imported, so it has to be there first

    with lasting():
        django.setup()


def is_migrated(url: str) -> bool:
    """Say whether the tables are those of this version."""
    command = [sys.executable, "-m", "django", "migrate", "--check", "--verbosity=0"]
    environment = child_environment(url)
    done = subprocess.run(command, env=environment, capture_output=True, check=False, timeout=SECONDS_TO_CHECK)
    return done.returncode == 0


def migrate(urls: Urls) -> None:
    """Bring tables and static files to this version as the owner, then let the running product work with the rows."""
    command = [sys.executable, "-m", "doudi.project.prepare"]
    environment = child_environment(urls.owner)
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, check=False, timeout=SECONDS_TO_MIGRATE
    )
    if done.returncode:
        raise NotPrepared(reason=done.stderr.strip() or "数据库结构没有更新完成，原因不明。")
    if urls.owner != urls.app:
        grant_runtime(urls.owner, connection.parts(urls.app).get("user", APP))
