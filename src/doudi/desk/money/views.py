"""The batches of a month: made by one officer, approved by another, sent to the bank, answered by it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from doudi.accounts.roles import Act
from doudi.accounts.signed_in import SignedIn
from doudi.audit.services.record import record
from doudi.desk.labels import place_names
from doudi.desk.money.shown import (
    STATES,
    TOWNSHIP,
    acts_for,
    batch_table,
    differences_of,
    figures_of,
    held_back_table,
    held_table,
    line_table,
    paid_again_told,
    programme_options,
    receipt_table,
    wanted_receipt,
)
from doudi.desk.pages import asking, done, officer, page, place, texts
from doudi.faces.fields import Field, FieldError, Group, Option, anchor
from doudi.intake.queries import numbers_of
from doudi.kernel.errors import DoudiError, Refused
from doudi.kernel.months import Month
from doudi.payments import queries
from doudi.payments.bankfile.formats import bank_formats
from doudi.payments.choices import BatchStatus
from doudi.payments.holding import held_back
from doudi.payments.models import Batch, Line
from doudi.payments.returns import Returns, returns_of
from doudi.payments.services.approve_batch import approve_batch
from doudi.payments.services.cancel_batch import cancel_batch
from doudi.payments.services.make_batch import make_batch
from doudi.payments.services.read_receipt import read_receipt
from doudi.payments.services.reissue import reissue
from doudi.payments.services.write_bank_file import write_bank_file

HERE = "money"
LINES = 50
GETS_FILE = (Act.MAKE_BATCH, Act.APPROVE_BATCH)
READ = "回盘文件已录入。"
READ_BEFORE = "这个回盘文件以前录入过，这一次什么也没有改变。"
MOST_BYTES = 20 * 1024 * 1024


class ReceiptMissing(Refused):
    """No file was chosen."""

    code = "desk.receipt_missing"
    sentence = "请先选择银行的回盘文件。"


class ReceiptTooLarge(Refused):
    """The file is larger than any receipt of a county."""

    code = "desk.receipt_too_large"
    sentence = "回盘文件太大：最大 20 MB。"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def batches(request: HttpRequest) -> HttpResponse:
    """List the batches, newest first; a POST makes one."""
    somebody = asking(request, Act.READ_PAYMENTS, Act.MAKE_BATCH, Act.APPROVE_BATCH)
    if request.method == "POST":
        return _make(request, somebody)
    return _list(request, somebody, {"month": str(Month.of(somebody.on))}, "")


def _make(request: HttpRequest, somebody: SignedIn) -> HttpResponse:
    given = texts(request.POST)
    try:
        month = Month.parse(given.get("month", ""))
        made = make_batch(
            month=month, place=place(somebody), programme=given.get("programme", ""), by=officer(somebody),
            on=somebody.on,
        )  # fmt: skip
    except DoudiError as error:
        return _list(request, somebody, given, str(error), status=422)
    return done(request, f"已编制 {month} 的发放批次，等待另一人批准。", reverse("desk:batch", args=[made.pk]))


def _list(
    request: HttpRequest, somebody: SignedIn, given: Mapping[str, str], wrong: str, status: int = 200
) -> HttpResponse:
    found = queries.with_returns(queries.batches(place=place(somebody)))[:LINES]
    month = Field(name="month", label="发放月份", kind="month", value=given.get("month", ""), error=wrong)
    programme = Field(
        name="programme", label="项目", shape="select", value=given.get("programme", ""),
        groups=(Group("", programme_options(given.get("programme", ""))),),
    )  # fmt: skip
    errors = [FieldError(month.anchor, wrong)] if wrong else []
    context = {
        "table": batch_table(found), "month": month, "programme": programme, "errors": errors,
        "may_make": Act.MAKE_BATCH in somebody.acts,
    }  # fmt: skip
    return page(request, "desk/batches.html", context, current=HERE, status=status)


@never_cache
@require_safe
def batch(request: HttpRequest, number: int) -> HttpResponse:
    """Show a batch: its lines, what it holds back, its file, its receipts, and whether all of it agrees."""
    somebody = asking(request, Act.READ_PAYMENTS, Act.MAKE_BATCH, Act.APPROVE_BATCH)
    return _shown(request, somebody, _visible(somebody, number))


def _shown(request: HttpRequest, somebody: SignedIn, found: Batch, wrong: str = "") -> HttpResponse:
    """Draw a batch; `wrong` is what its receipt was refused for."""
    after = _number(request.GET.get("after"))
    lines = list(queries.lines_of(found.pk, after=after)[: LINES + 1])
    bank_file = queries.file_of(found.pk)
    compared = queries.reconcile(found)
    persons = _shown_on(lines)
    record("payments.batch_seen", on=somebody.on, subject=found, place=found.place, purpose="发放", persons=persons)
    context = {
        "batch": found, "state": STATES[BatchStatus(found.status)], "figures": figures_of(found, compared),
        "after": lines[LINES - 1].pk if len(lines) > LINES else None,
        "bank_file": bank_file, "may_download": not somebody.acts.isdisjoint(GETS_FILE),
        "receipts": receipt_table(queries.receipts_of(found.pk)),
        "acts": acts_for(found, somebody, bank_file, _returns(found, somebody, compared)), "formats": _formats(),
        "lines": line_table(lines[:LINES], found, bank_file), "held": _held(found, somebody),
        "differences": differences_of(compared), "paid_again": paid_again_told(found),
        "receipt": Field(name="receipt", label="银行回盘文件", error=wrong),
        "wanted": wanted_receipt(bank_file, lines) if bank_file else None,
        "errors": [FieldError(anchor("receipt"), wrong)] if wrong else [],
    }  # fmt: skip
    return page(request, "desk/batch.html", context, current=HERE, status=422 if wrong else 200)


def _returns(found: Batch, somebody: SignedIn, compared: queries.Reconciliation) -> Returns:
    """Count what came back, for who may make a batch of it."""
    came_back = compared.returned.lines > 0 and Act.MAKE_BATCH in somebody.acts
    return returns_of(found, on=somebody.on) if came_back else Returns()


def _shown_on(lines: list[Line]) -> set[int]:
    """Return whom the lines name: the member an amount is for, and who is paid; most amounts are a family's."""
    members = {line.component.member.person_id for line in lines if line.component.member}
    return {key for key in members | {line.payee.person_id for line in lines} if key is not None}


def _held(found: Batch, somebody: SignedIn) -> dict[str, Any]:
    rows = list(queries.held_of(found.pk))
    return held_table(rows, place_names({each.place[:TOWNSHIP] for each in rows}, somebody.on))


@never_cache
@require_safe
def held(request: HttpRequest) -> HttpResponse:
    """List what a batch of a month would hold back, why, and who can do something about it. Raises MayNot."""
    somebody = asking(request, Act.READ_PAYMENTS, Act.MAKE_BATCH, Act.APPROVE_BATCH)
    here, given = place(somebody), request.GET.get("month", "")
    try:
        month = Month.parse(given) if given else Month.of(somebody.on)
    except DoudiError as error:
        return _list(request, somebody, {"month": given}, str(error), status=422)
    programme = request.GET.get("programme", "")
    found = held_back(month=month, place=here, on=somebody.on, most=LINES, programme=programme)
    numbers = numbers_of({each.application for each in found})
    names = place_names({each.place[:TOWNSHIP] for each in found}, somebody.on)
    record("payments.held_seen", on=somebody.on, place=here, purpose="发放", details={"month": str(month)})
    context = {
        "month": f"{month.year}年{month.month}月",
        "held": held_back_table(found, numbers, names),
        "is_full": len(found) == LINES,
    }
    return page(request, "desk/held.html", context, current=HERE)


@require_POST
def approve(request: HttpRequest, number: int) -> HttpResponse:
    """Put the second signature. Raises what approve_batch raises."""
    somebody = asking(request, Act.APPROVE_BATCH)
    return _act(request, number, "已批准，可以生成代发文件。", approve_batch, by=officer(somebody), on=somebody.on)


@require_POST
def cancel(request: HttpRequest, number: int) -> HttpResponse:
    """Take a batch back that nobody has approved. Raises what cancel_batch raises."""
    somebody = asking(request, Act.MAKE_BATCH)
    reason = request.POST.get("reason", "")
    return _act(request, number, "已撤销。", cancel_batch, reason=reason, by=officer(somebody), on=somebody.on)


@require_POST
def write_file(request: HttpRequest, number: int) -> HttpResponse:
    """Write the file for the bank. Raises what write_bank_file raises."""
    somebody = asking(request, Act.MAKE_BATCH)
    wanted = request.POST.get("format", "")
    told = "代发文件已生成，可以下载。"
    return _act(request, number, told, write_bank_file, format_id=wanted, by=officer(somebody), on=somebody.on)


@require_POST
def again(request: HttpRequest, number: int) -> HttpResponse:
    """Make a batch of what came back. Raises what reissue raises."""
    somebody = asking(request, Act.MAKE_BATCH)
    made = reissue(batch_id=number, by=officer(somebody), on=somebody.on)
    return done(request, "已编制重发批次，等待另一人批准。", reverse("desk:batch", args=[made.pk]))


@require_POST
def receipt(request: HttpRequest, number: int) -> HttpResponse:
    """Read what the bank answered; a file that is refused comes back with row, column and reason.

    Raises what read_receipt raises, but for Refused."""
    somebody = asking(request, Act.MAKE_BATCH)
    found = _visible(somebody, number)
    try:
        content = _content(request.FILES.get("receipt"))
        told = READ_BEFORE if queries.was_read(number, content) else READ
        read_receipt(batch_id=number, content=content, by=officer(somebody), on=somebody.on)
    except Refused as error:
        return _shown(request, somebody, found, str(error))
    return done(request, told, reverse("desk:batch", args=[number]))


def _content(sent: UploadedFile | None) -> bytes:
    """Return what was uploaded. Raises ReceiptMissing, ReceiptTooLarge."""
    if sent is None:
        raise ReceiptMissing
    if sent.size is None or sent.size > MOST_BYTES:
        raise ReceiptTooLarge
    return sent.read()


@never_cache
@require_safe
def download(request: HttpRequest, number: int) -> HttpResponse:
    """Give the file for the bank; the download leaves an event."""
    somebody = asking(request, *GETS_FILE)
    found = _visible(somebody, number)
    bank_file = queries.file_of(found.pk)
    if bank_file is None:
        raise Http404
    record("payments.file_downloaded", on=somebody.on, subject=bank_file, place=found.place, purpose="送交银行")
    response = HttpResponse(queries.content_of(bank_file), content_type="application/octet-stream")
    known = bank_formats().get(bank_file.format)
    extension = "csv" if known and not known.is_fixed else "txt"
    response["Content-Disposition"] = f'attachment; filename="{bank_file.number}.{extension}"'
    return response


def _act(request: HttpRequest, number: int, told: str, act: Callable[..., object], **given: Any) -> HttpResponse:
    act(batch_id=number, **given)
    return done(request, told, reverse("desk:batch", args=[number]))


def _visible(somebody: SignedIn, number: int) -> Batch:
    found = queries.batches(place=place(somebody)).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def _formats() -> Field:
    options = tuple(Option(each.id, each.label) for each in bank_formats().values())
    return Field(name="format", label="文件格式", shape="select", groups=(Group("", options),))


def _number(given: str | None) -> int:
    return int(given) if given and given.isdigit() and len(given) < 19 else 0  # noqa: PLR2004 - fits a bigint
