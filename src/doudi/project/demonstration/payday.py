"""What finance does in the stories: whole months are paid, and the batch of the running month waits for a signature."""

from __future__ import annotations

from datetime import date, timedelta

from doudi.accounts.models import Post
from doudi.accounts.roles import Role
from doudi.kernel.months import Month
from doudi.payments.queries import content_of
from doudi.payments.services.approve_batch import approve_batch
from doudi.payments.services.make_batch import make_batch
from doudi.payments.services.read_receipt import read_receipt
from doudi.payments.services.write_bank_file import write_bank_file
from doudi.project.demonstration.story import Staff, acting_at
from doudi.project.standins import bank

FORMAT = "csv-utf8"
MIDDLE = timedelta(days=14)


def pay_since(first: Month, staff: Staff, county: str, *, on: date) -> None:
    """Pay a county from a month on, each in its middle; leave the batch of the running month to be approved."""
    running = Month.of(on)
    for month in first.until(running):
        if month != running:
            pays(staff, county, month, on=month.first_day + MIDDLE)
    if first <= running:
        begins(staff, county, running, on=on)


def pays(staff: Staff, county: str, month: Month, *, on: date) -> None:
    """Pay a month of a county in full; everything due has an account."""
    maker, checker = staff[Role.FINANCE_MAKER], staff[Role.FINANCE_CHECKER]
    batch = begins(staff, county, month, on=on)
    with acting_at(checker, on):
        approve_batch(batch_id=batch, by=checker.officer, on=on)
    with acting_at(maker, on):
        sent = content_of(write_bank_file(batch_id=batch, format_id=FORMAT, by=maker.officer, on=on))
        read_receipt(batch_id=batch, content=bank.receipt(sent), by=maker.officer, on=on)


def begins(staff: Staff, county: str, month: Month, *, on: date) -> int:
    """Make the batch of a month, and leave it to be approved; return its number."""
    maker: Post = staff[Role.FINANCE_MAKER]
    with acting_at(maker, on):
        return make_batch(month=month, place=county, by=maker.officer, on=on).pk
