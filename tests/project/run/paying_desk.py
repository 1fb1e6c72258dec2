"""What a test of faults needs of the installation it runs on: families that are owed June, a desk, a bank's answer.

DATABASE_URL=… python tests/project/run/paying_desk.py    # answers one line of JSON to each of these, until they end

open            # the sessions of maker and checker
receipt BATCH   # what the bank answers
books           # lines paid, parts paid, balances
"""

from __future__ import annotations

import json
import sys

import django


def opened() -> dict[str, str]:
    """Make the families and the desk; return the sessions of both officers."""
    from django.test import Client  # noqa: PLC0415 - Django is set up now

    from doudi.accounts.signed_in import FACTOR  # noqa: PLC0415 - the same
    from tests.payments.steps import open_desk  # noqa: PLC0415 - the same

    desk, sessions = open_desk(), {}
    for name, officer in (("maker", desk.maker), ("checker", desk.checker)):
        client = Client()
        client.force_login(officer.account, backend="django.contrib.auth.backends.ModelBackend")
        session = client.session
        session[FACTOR] = True
        session.save()
        sessions[name] = str(session.session_key)
    return sessions


def answered(batch: int) -> str:
    """Return the receipt of a bank that paid every line."""
    from doudi.payments.models import Batch  # noqa: PLC0415 - Django is set up now
    from tests.payments.paying import lines_of, receipt  # noqa: PLC0415 - the same

    sent = Batch.objects.get(pk=batch)
    return receipt(sent, lines_of(sent)).decode()


def books() -> dict[str, object]:
    """Return how many lines and how many parts of entitlements were paid, and what stands in the books."""
    from doudi.payments import queries  # noqa: PLC0415 - Django is set up now
    from doudi.payments.models import Batch, Line  # noqa: PLC0415 - the same

    parts = list(Line.objects.filter(results__outcome="paid").values_list("component", flat=True))
    return {
        "lines": len(parts), "parts": len(set(parts)),
        "agree": [queries.reconcile(batch).agrees for batch in Batch.objects.order_by("pk")],
        "balances": {each.kind: each.balance_fen for each in queries.trial_balance()},
    }  # fmt: skip


def main() -> None:
    """Answer in the name of the system, which sees every place; the database may have died between two questions."""
    django.setup()
    from django.db import connections  # noqa: PLC0415 - Django is set up now

    from doudi.audit.actor import Actor, acting  # noqa: PLC0415 - the same
    from tests.entitlements import given  # noqa: PLC0415 - the same

    for line in sys.stdin:
        what, *of = line.split()
        with acting(Actor.system("test"), on=given.TODAY):
            told = opened() if what == "open" else answered(int(of[0])) if what == "receipt" else books()
        print(json.dumps(told), flush=True)  # noqa: T201 - the answer of the process
        connections.close_all()


if __name__ == "__main__":
    main()
