"""Row-level security: the SQL that lets each actor see the rows of its places, of its shares, or of its own.

A migration lists the ways in; a row is seen, added and changed by whoever has one of them::

    migrations.RunSQL(protect("intake_application", IN_PLACE, shared("application"), f"filed_by_id = {ACCOUNT}"))

`FORCE` makes the policies bind the owner of the tables too, and a transaction without actor sees nothing.
"""

from __future__ import annotations

ACCOUNT = "nullif(current_setting('doudi.account', true), '')::bigint"
OFFICE = "nullif(current_setting('doudi.office', true), '')::bigint"
TODAY = "nullif(current_setting('doudi.today', true), '')::date"
KIND = "current_setting('doudi.actor_kind', true)"
IS_CITIZEN = f"{KIND} = 'citizen'"
IS_STAFF = f"{KIND} IN ('officer', 'job', 'system')"

IN_PLACE = "(place >= current_setting('doudi.place_from', true) AND place < current_setting('doudi.place_until', true))"
"""The row lies in the actor's range of places; one condition on one column, so that an index serves it."""


def shared(kind: str, column: str = "id") -> str:
    """The row was shared with the actor's office, and the share has not ended (see `accounts.Share`)."""
    return (
        f"EXISTS (SELECT 1 FROM accounts_share s WHERE s.kind = '{kind}' AND s.subject_id = {column} "  # noqa: S608 - our own words, no input
        f"AND s.office_id = {OFFICE} AND s.valid @> {TODAY})"
    )


def as_seen(parent: str, column: str) -> str:
    """The row belongs to one of another table that the actor sees: the policies of that table decide.

    Where the other table has a column of that name as well, `column` carries its own table's name: `line.member_id`.
    """
    return f"EXISTS (SELECT 1 FROM {parent} p WHERE p.id = {column})"  # noqa: S608 - our own words, no input


def protect(table: str, *ways: str) -> str:
    """Switch row-level security on for a table; a row is open to whoever has one of the `ways`."""
    condition = " OR ".join(ways)
    return (
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY; ALTER TABLE {table} FORCE ROW LEVEL SECURITY; "
        f"CREATE POLICY {table}_open ON {table} USING ({condition}) WITH CHECK ({condition});"
    )


def unprotect(table: str) -> str:
    """Take back what `protect` did."""
    return f"DROP POLICY {table}_open ON {table}; ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;"
