"""The columns of the results are told with what they hold: outcome, amount, its period, reasons, next month."""

from __future__ import annotations

from doudi.policy.batch.outgoing import outgoing
from tests.policy import tiny


def test_the_columns_of_the_results_are_told_by_programme() -> None:
    told = "\n".join(outgoing(tiny.packs()))

    assert "`undetermined` 还不能判断" in told
    assert "| 补助 `topup` | `topup_…` | 家庭 | 每月：`topup_amount_fen`、`topup_per_person_fen` | `" in told
    assert "`has_little`" in told
    assert "| `before_months_before` | 家庭 | 此前已补助月数 |" in told
