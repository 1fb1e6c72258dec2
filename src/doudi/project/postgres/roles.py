"""The database `doudi` and its two roles: `doudi_owner` makes the tables, `doudi_app` works with the rows.

The running product is never the owner, so it can neither change a table nor take off a trigger.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

import psycopg
from psycopg import sql

DATABASE = "doudi"
OWNER = "doudi_owner"
APP = "doudi_app"


@dataclass(frozen=True)
class Urls:
    """The addresses of one database: for whoever migrates, and for whoever serves."""

    owner: str
    app: str


def address(role: str, password: str, port: int, *, database: str = DATABASE) -> str:
    """Write the address of `database` on this machine."""
    return f"postgresql://{role}:{quote(password, safe='')}@127.0.0.1:{port}/{database}"


def prepare(superuser_url: str, passwords: dict[str, str]) -> None:
    """Make roles and database, or bring their passwords in line with the files. Repeating it changes nothing."""
    with psycopg.connect(superuser_url, autocommit=True) as connection:
        for role in (OWNER, APP):
            _make_role(connection, role, passwords[role])
        _make_database(connection)


def grant_runtime(owner_url: str, app_role: str) -> None:
    """Let the role of the running product work with every table there is and will be, as rows only.

    No TRUNCATE: it would go past the triggers that keep rows append-only."""
    role = sql.Identifier(app_role)
    with psycopg.connect(owner_url, autocommit=True) as connection:
        for statement in GRANTS:
            connection.execute(sql.SQL(statement).format(role=role))


ROWS = "SELECT, INSERT, UPDATE, DELETE"
GRANTS = (
    "GRANT USAGE ON SCHEMA public TO {role}",
    f"GRANT {ROWS} ON ALL TABLES IN SCHEMA public TO {{role}}",
    "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
    "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {role}",
    f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT {ROWS} ON TABLES TO {{role}}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {role}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT EXECUTE ON FUNCTIONS TO {role}",
)


def _make_role(connection: psycopg.Connection, role: str, password: str) -> None:
    known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
    verb = sql.SQL("ALTER" if known else "CREATE")
    rights = sql.SQL("LOGIN NOSUPERUSER NOCREATEROLE NOREPLICATION NOBYPASSRLS")
    statement = sql.SQL("{} ROLE {} {} PASSWORD {}").format(verb, sql.Identifier(role), rights, sql.Literal(password))
    connection.execute(statement)


CREATE = "CREATE DATABASE {0} OWNER {1} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'"
CLOSE = ("REVOKE ALL ON DATABASE {0} FROM PUBLIC", "GRANT CONNECT ON DATABASE {0} TO {1}, {2}")


def _make_database(connection: psycopg.Connection) -> None:
    names = [sql.Identifier(name) for name in (DATABASE, OWNER, APP)]
    if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
        connection.execute(sql.SQL(CREATE).format(*names))
    for statement in CLOSE:
        connection.execute(sql.SQL(statement).format(*names))
