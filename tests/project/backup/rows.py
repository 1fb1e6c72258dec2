"""Rows for the tests of backup and upgrade, with what is easily lost on the way: tabs, triggers, a sequence."""

import psycopg

STATEMENTS = """
CREATE TABLE household (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, label text NOT NULL, amount_fen bigint);
INSERT INTO household (label, amount_fen) SELECT '第' || n || '户', n * 100 FROM generate_series(1, 500) n;
INSERT INTO household (label) VALUES ('SET transaction_timeout = 0;'), (E'制表\t换行\n反斜杠\\\\');
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'append-only'; END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON household FOR EACH ROW EXECUTE FUNCTION refuse();
"""


def fill(url: str) -> None:
    """Make the rows."""
    with psycopg.connect(url) as connection:
        connection.execute(STATEMENTS)


def rows(url: str) -> list[tuple[int, str, int | None]]:
    """Read them."""
    with psycopg.connect(url) as connection:
        return connection.execute("SELECT id, label, amount_fen FROM household ORDER BY id").fetchall()
