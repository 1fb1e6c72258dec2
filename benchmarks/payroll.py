"""How long a county's month takes: 100,000 entitlements into a batch, approved, to the bank, and its receipt.

A PostgreSQL of its own with the product's settings (fsync on), the tables of the product under row-level security, and
the acts as an officer's request runs them, one transaction each. Rows are made by SQL; what they stand on comes from
the tests.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
ENTITLEMENTS = 100_000
VILLAGES = 200
BASE, SUPPLEMENT = 80_000, 10_000
ROWS = """
CREATE TEMPORARY TABLE numbered AS
SELECT n, nextval('casework_opinion_id_seq') AS opinion, nextval('casework_decision_id_seq') AS decision,
       nextval('entitlements_entitlement_id_seq') AS entitlement, nextval('entitlements_bankaccount_id_seq') AS account,
       %(township)s || (201 + n %% %(villages)s)::text AS place
FROM generate_series(1, %(entitlements)s) n;
INSERT INTO casework_opinion (id, case_id, determination_id, recommends, at_level, text, by_id, given_on)
SELECT opinion, %(case)s, %(determination)s, 'adjust', 'township', '情况属实', %(surveyor)s, %(on)s FROM numbered;
INSERT INTO casework_decision (id, case_id, determination_id, kind, amount_fen, first_month, opinion_id, proposed_by_id,
                               by_id, at_level, made_on)
SELECT decision, %(case)s, %(determination)s, 'adjust', %(decided)s, %(month)s, opinion, %(surveyor)s, %(confirmer)s,
       'county', %(on)s FROM numbered;
INSERT INTO casework_reason (decision_id, position, text, cites) SELECT decision, 1, '家庭情况', '{}' FROM numbered;
INSERT INTO entitlements_entitlement (id, decision_id, application_id, programme, place, first_month, amount_fen,
                                      granted_on, granted_by_id)
SELECT entitlement, decision, %(application)s, 'dibao', place, %(month)s,
       %(base)s + CASE WHEN n %% 4 = 0 THEN %(supplement)s ELSE 0 END, %(on)s, %(confirmer)s FROM numbered;
INSERT INTO entitlements_component (entitlement_id, kind, place, amount_fen, cites)
SELECT entitlement, 'base', place, %(base)s, 'minfa-2021-57#23' FROM numbered;
INSERT INTO entitlements_component (entitlement_id, kind, place, amount_fen, cites)
SELECT entitlement, 'supplement', place, %(supplement)s, 'minfa-2021-57#27' FROM numbered WHERE n %% 4 = 0;
WITH made AS (INSERT INTO registry_person (merged_into_id) SELECT NULL::bigint FROM numbered RETURNING id),
     counted AS (SELECT id, row_number() OVER () AS n FROM made)
INSERT INTO entitlements_beneficiary (entitlement_id, person_id, programme, place, months)
SELECT entitlement, counted.id, 'dibao', place, daterange(%(month)s::date, NULL) FROM numbered JOIN counted USING (n);
INSERT INTO entitlements_bankaccount (id, holder_name, number, index, bank, place, opened_on)
SELECT account, '张某甲', %(number)s, encode(sha256(n::text::bytea), 'hex'), '示例农商银行', place, %(on)s
FROM numbered;
INSERT INTO entitlements_payee (entitlement_id, component_kind, kind, name, account_id, place, valid, evidence,
                                added_on, added_by_id)
SELECT entitlement, '', 'person', '张某甲', account, place, daterange(%(on)s::date, NULL), '银行卡复印件', %(on)s,
       %(confirmer)s FROM numbered;
"""
CHECKED_LATER = (
    ("casework_decision", "decision_says_why"),
    ("entitlements_entitlement", "entitlement_parts"),
    ("entitlements_component", "component_parts"),
)
"""What looks at one decision at the end of its transaction; off while the rows are made, which is not measured."""


def measure() -> list[str]:
    """Make the register, pay a month of it, return the lines of the table."""
    sys.path.insert(0, str(ROOT))
    from doudi.project.postgres import Server  # noqa: PLC0415 - Django is set up for this server

    with tempfile.TemporaryDirectory(prefix="doudi-payroll-") as name:
        Path(name).chmod(0o711)  # root's database server runs as another user and has to pass through
        server = Server.at(Path(name))
        with server.running() as urls:
            os.environ |= {"DATABASE_URL": urls.owner, "DJANGO_SETTINGS_MODULE": "doudi.project.settings"}
            return _measured()


def _measured() -> list[str]:
    import django  # noqa: PLC0415 - needs the environment

    django.setup()
    from django.conf import settings  # noqa: PLC0415 - the same
    from django.core.management import call_command  # noqa: PLC0415 - the same
    from django.db import connection  # noqa: PLC0415 - the same

    from doudi.accounts.secrets import Keyring  # noqa: PLC0415 - the same

    settings.DOUDI_KEYRING = Keyring({1: b"1" * 32}, b"i" * 32)
    call_command("migrate", verbosity=0)
    steps = _register_and_steps()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    lines = ["| step | lines | seconds | lines/s |", "|---|---|---|---|"]
    for label, step in steps:
        begun = time.perf_counter()
        rows = step()
        seconds = time.perf_counter() - begun
        lines.append(f"| {label} | {rows} | {seconds:.1f} | {rows / seconds:.0f} |")
    connection.close()
    return lines


def _register_and_steps() -> list[tuple[str, Callable[[], int]]]:
    """Make the rows; return what is measured."""
    from doudi.audit.actor import Actor, acting  # noqa: PLC0415 - models exist once Django is set up
    from doudi.payments.models import Batch  # noqa: PLC0415 - the same
    from tests.entitlements import given  # noqa: PLC0415 - the same
    from tests.payments.paying import Desk, lines_of  # noqa: PLC0415 - the same

    with acting(Actor.system("benchmark"), on=given.TODAY):
        _fill(given)
        desk = Desk.opened()

    def act(done: Callable[[], Any]) -> Callable[[], int]:
        def step() -> int:
            with acting(Actor.system("benchmark"), on=given.TODAY):
                done()
            with acting(Actor.system("benchmark"), on=given.TODAY):
                return Batch.objects.get().lines.count()

        return step

    def answered() -> None:
        batch = Batch.objects.get()
        desk.answered(batch, returned=lines_of(batch)[:100])

    return [
        ("`make_batch`: everything due, one statement", act(desk.made)),
        ("`approve_batch`: still due? one transfer a line", act(lambda: desk.approved(Batch.objects.get()))),
        (
            "`write_bank_file`: accounts opened, file sealed, one transfer a line",
            act(lambda: desk.sent(Batch.objects.get())),
        ),
        ("`read_receipt` (100 returned), one result and one transfer a line", act(answered)),
    ]


def _fill(given: Any) -> None:
    from django.db import connection  # noqa: PLC0415 - Django is set up now

    from doudi.accounts.secrets import seal  # noqa: PLC0415 - the same

    family = given.family()
    decided = family.decide()
    arguments = {
        "entitlements": ENTITLEMENTS, "villages": VILLAGES, "township": given.TOWNSHIP, "case": family.case.pk,
        "determination": decided.determination_id, "application": family.application.pk,
        "surveyor": family.surveyor.pk, "confirmer": family.confirmer.pk, "on": given.DECIDED,
        "month": given.JUNE.first_day, "decided": decided.amount_fen, "base": BASE, "supplement": SUPPLEMENT,
        "number": seal("6200000000000001", "entitlements_bankaccount.number"),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for table, trigger in CHECKED_LATER:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
        cursor.execute(ROWS, arguments)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table, trigger in CHECKED_LATER:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {trigger}")


if __name__ == "__main__":
    print("\n".join(measure()))
