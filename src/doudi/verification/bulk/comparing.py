"""What a source found of a fact beside what was declared: what adds up is added up."""

# pyright: basic
# pyarrow and numpy tell little of what is in their arrays.

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from doudi.policy.batch.arrow import pc
from doudi.policy.batch.columns import column_name
from doudi.policy.entities import household
from doudi.policy.facts import Fact, Facts
from doudi.verification.bulk import items
from doudi.verification.bulk.items import Kind, Said
from doudi.verification.bulk.recipients import Recipients
from doudi.verification.bulk.wording import worded
from doudi.verification.sourceentries import Source, SourceField

NOT_FOUND = "查无记录"


@dataclass
class Sum:
    """A fact that adds up, of households or of members: what the source found of each."""

    recipients: Recipients
    field: SourceField
    fact: Fact

    def __post_init__(self) -> None:
        """Begin with nothing found of anybody."""
        size = len(self.recipients.households) if self.is_of_household else len(self.recipients)
        self.found = np.zeros(size, np.int64)
        self.is_known = np.zeros(size, bool)

    @property
    def is_of_household(self) -> bool:
        """Whether the fact is one of the household altogether."""
        return self.fact.entity is household

    def add(self, accepted: pa.Table) -> None:
        """Add what was found."""
        told = accepted.filter(pc.is_valid(accepted[self.field.name]))
        members = told["recipient"].to_numpy()
        owners = self.recipients.household_of[members] if self.is_of_household else members
        np.add.at(self.found, owners, told[self.field.name].to_numpy())
        self.is_known[owners] = True

    def differences(self, source: str, as_of: Any, facts: Facts, is_silent: Any) -> pa.Table:
        """List whose declared value is another; `is_silent`: of each member whether the source has nothing of them.

        A source that would have it on record speaks by silence too, of a household if it is silent of all members."""
        declared, is_declared = self._declared()
        off_record = is_declared & (declared != 0) & ~self.is_known & self._of_all(is_silent)
        differs = np.where(is_declared, self.found != declared, self.found != 0) & self.is_known
        owners = np.flatnonzero(differs | off_record)
        said = worded(pa.array(declared[owners], mask=~is_declared[owners]), self.field, facts)
        found = pc.if_else(
            pa.array(self.is_known[owners]), worded(pa.array(self.found[owners]), self.field, facts), NOT_FOUND
        )
        rows = self.recipients.first_of[owners] if self.is_of_household else owners
        what = Said(Kind.DIFFERENCE, self.fact.name, found, said, of_household=self.is_of_household)
        return items.table(self.recipients, rows, source, as_of[rows], what)

    def _of_all(self, members: Any) -> Any:
        if not self.is_of_household:
            return members
        not_so = np.bincount(self.recipients.household_of, weights=~members, minlength=len(self.found))
        return not_so == 0

    def _declared(self) -> tuple[Any, Any]:
        """Return what was declared and whether it was; of a household the first value among its members."""
        column = self.recipients.table[column_name(self.fact)].combine_chunks()
        values = pc.fill_null(column, 0).to_numpy(zero_copy_only=False).astype(np.int64)
        known = column.is_valid().to_numpy(zero_copy_only=False)
        if not self.is_of_household:
            return values, known
        told = np.flatnonzero(known)[::-1]
        found, is_known = np.zeros(len(self.found), np.int64), np.zeros(len(self.found), bool)
        owners = self.recipients.household_of[told]
        found[owners], is_known[owners] = values[told], True
        return found, is_known


def single(
    recipients: Recipients, accepted: pa.Table, field: SourceField, facts: Facts, source: Source, as_of: Any
) -> pa.Table:
    """List accepted rows whose value is another than declared, of a fact that does not add up."""
    fact, rows = facts.by_name[field.fact or ""], accepted["recipient"].to_numpy()
    declared = recipients.column(column_name(fact), rows)
    found = accepted[field.name].combine_chunks()
    differs = pc.and_(pc.is_valid(found), pc.invert(pc.fill_null(pc.equal(declared.cast(found.type), found), False)))  # noqa: FBT003
    chosen = pc.indices_nonzero(differs)
    said, told = (worded(each.take(chosen), field, facts) for each in (declared.cast(found.type), found))
    record = "" if source.record is None else pc.fill_null(accepted[source.record].take(chosen), "")
    mine = rows[chosen.to_numpy()]
    what = Said(Kind.DIFFERENCE, fact.name, told, said, record, of_household=fact.entity is household)
    return items.table(recipients, mine, source.name, as_of[mine], what)
