"""政策影响测算: what a change of a figure would do to the register of a place. Sums alone, never a family."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from doudi.accounts.queries import full_name
from doudi.accounts.roles import Act
from doudi.accounts.signed_in import SignedIn
from doudi.audit.actor import place_range
from doudi.audit.services.record import record
from doudi.desk.frame import SIMULATIONS
from doudi.desk.pages import PAGE, asking, done, office, officer, page, place, texts
from doudi.desk.policy.asking import DRAFT, Asked, said_change
from doudi.desk.policy.drawn import charts, headline, tables
from doudi.desk.policy.home import label_of, value_of
from doudi.determination.models import PolicySimulation, Progress
from doudi.determination.services.ask_simulation import UNDER_WAY, Change, ask_simulation
from doudi.faces.fields import in_chinese
from doudi.faces.tables import table, text
from doudi.kernel.divisions import county_of, lies_in
from doudi.kernel.errors import NotAllowed, NotKnown, NotNow, Refused
from doudi.policy.drafting import MOST_BYTES, DraftUnreadable, unpacked
from doudi.standards.models import Proposal
from doudi.standards.queries import current_snapshot, proposals_seen_from

UNPROCESSABLE = 422
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DIGITS_OF_A_DIGEST = 12


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def simulations(request: HttpRequest) -> HttpResponse:
    """List what was simulated here, and ask for another. Raises MayNot."""
    reading = () if request.method == "POST" else (Act.AUDIT,)
    somebody = asking(request, Act.PUBLISH_STANDARD, *reading)
    asked = _asked(request)
    read = asked.read() if request.method == "POST" else None
    if read is None:
        return _page(request, somebody, asked)
    changes, day = read
    try:
        made = ask_simulation(
            place=_here(somebody), change=Change(figures=changes, draft=asked.draft), day=day, office=office(somebody),
            by=officer(somebody), on=somebody.on,
        )  # fmt: skip
    except (Refused, NotNow, NotKnown, NotAllowed) as error:
        asked.refuse(error)
        return _page(request, somebody, asked)
    return done(request, f"已提出，第 {made.pk} 号，正在测算。", reverse("desk:simulation", args=[made.pk]))


def _asked(request: HttpRequest) -> Asked:
    """Read what was written and the draft that came with it; one that cannot be read is said at its field."""
    asked = Asked(texts(request.POST) if request.method == "POST" else {})
    sent = request.FILES.get(DRAFT)
    if sent is None:
        return asked
    try:
        asked.draft = unpacked(sent.read(MOST_BYTES + 1), sent.name or "")
    except DraftUnreadable as error:
        asked.refuse(error)
    return asked


def _page(request: HttpRequest, somebody: SignedIn, asked: Asked) -> HttpResponse:
    here = _here(somebody)
    first, others = asked.fields(current_snapshot(), here, somebody.on)
    context = {
        "place": full_name(here, somebody.on), "errors": asked.wrong(), "first": first, "others": others,
        "has_others": asked.has_others(), "earlier": _earlier(_seen(somebody)),
        "may_ask": Act.PUBLISH_STANDARD in somebody.acts,
    }  # fmt: skip
    status = UNPROCESSABLE if asked.errors else 200
    return page(request, "desk/policy/simulations.html", context, current=SIMULATIONS, status=status)


def _here(somebody: SignedIn) -> str:
    """Return the place whose register is meant: the county of an office below it, else the office's own place."""
    return county_of(place(somebody))


def _seen(somebody: SignedIn) -> QuerySet[PolicySimulation]:
    """List the simulations of the place, newest first; the database shows none of another place."""
    first, end = place_range(_here(somebody))
    found = PolicySimulation.objects.filter(place__gte=first, place__lt=end).select_related("asked_by", "proposal")
    return found.order_by("-pk")


def _earlier(found: QuerySet[PolicySimulation]) -> dict[str, object]:
    packs = current_snapshot().packs
    rows = [
        [
            text(f"第 {each.pk} 号", reverse("desk:simulation", args=[each.pk])),
            text("；".join([f"{label_of(name, packs)} {change}" for name, change in each.changes] + _drafted(each))),
            text(in_chinese(each.on)), text(f"{in_chinese(each.asked_on)}，{each.asked_by.name}"),
            text(Progress(each.progress).label),
        ]
        for each in found.defer("result")[:PAGE]
    ]  # fmt: skip
    return table("做过的测算", ("编号", "改动", "按哪天的政策", "谁提出", "进度"), rows, empty="还没有做过。")


def _drafted(asked: PolicySimulation) -> list[str]:
    return [f"政策包草案 {len(asked.draft)} 个文件"] if asked.draft else []


@never_cache
@require_safe
def simulation(request: HttpRequest, simulation: int) -> HttpResponse:
    """Show how far a simulation is, then what came of it. 404 for one of another place."""
    somebody = asking(request, Act.PUBLISH_STANDARD, Act.AUDIT)
    found = _found(somebody, simulation)
    law = current_snapshot()
    context = {
        "made": found, "under_way": found.progress in UNDER_WAY, "result": found.result,
        "percent": found.done * 100 // found.whole if found.whole else 0,
        "lines": [
            *((label_of(name, law.packs), said_change(law, name, change, found.place, found.on))
              for name, change in found.changes),
            *(("政策包草案", name) for name in found.draft),
            ("按哪天的政策", in_chinese(found.on)), ("谁提出", f"{in_chinese(found.asked_on)}，{found.asked_by.name}"),
            *([("现行法规快照", found.law_before[:DIGITS_OF_A_DIGEST])] if found.law_before else []),
            *([("变动后的法规快照", found.law_after[:DIGITS_OF_A_DIGEST])] if found.law_after else []),
        ],
    }  # fmt: skip
    if found.result is not None:
        context |= {"headline": headline(found.result), "tables": tables(found.result), "charts": charts(found.result)}
    response = page(request, "desk/policy/simulation.html", context, current=SIMULATIONS)
    if request.headers.get("HX-Request") and found.progress not in UNDER_WAY:
        response["HX-Refresh"] = "true"
    return response


def _found(somebody: SignedIn, number: int) -> PolicySimulation:
    found = _seen(somebody).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


@never_cache
@require_safe
def workbook(request: HttpRequest, simulation: int) -> HttpResponse:
    """Give the results as an Excel workbook; it leaves an event. 404 for one of another place, or not done."""
    somebody = asking(request, Act.PUBLISH_STANDARD, Act.AUDIT)
    found = _found(somebody, simulation)
    if found.progress != Progress.DONE or found.result is None:
        raise Http404
    from doudi.policy.simulation.workbook import write  # noqa: PLC0415 - only a download needs it

    with tempfile.TemporaryDirectory(prefix="doudi-workbook-") as folder:
        file = Path(folder) / "simulation.xlsx"
        write(found.result, file)
        content = file.read_bytes()
    record("determination.simulation_exported", on=somebody.on, subject=found, place=found.place)
    headers = {"Content-Disposition": f'attachment; filename="simulation-{found.pk}.xlsx"'}
    return HttpResponse(content, content_type=WORKBOOK, headers=headers)


@never_cache
@require_POST
def preview(request: HttpRequest, standard: int) -> HttpResponse:
    """Simulate a proposed standard over the register. 404 for a proposal that cannot be seen from here."""
    somebody = asking(request, Act.PUBLISH_STANDARD)
    proposal = proposals_seen_from(place(somebody)).filter(pk=standard).first()
    if proposal is None or not proposal.value:
        raise Http404
    try:
        change = Change(figures=[(proposal.parameter, value_of(proposal).replace(" ", ""))])
        made = ask_simulation(
            place=of_proposal(somebody, proposal), change=change, day=proposal.in_force_on, office=office(somebody),
            by=officer(somebody), on=somebody.on, proposal=proposal,
        )  # fmt: skip
    except (Refused, NotNow, NotKnown, NotAllowed) as error:
        return done(request, str(error), reverse("desk:standard", args=[proposal.pk]))
    return done(request, f"正在测算第 {proposal.pk} 号标准会改变什么。", reverse("desk:simulation", args=[made.pk]))


def of_proposal(somebody: SignedIn, proposal: Proposal) -> str:
    """Return over whose register a proposal is simulated: that of its place where it lies here, else the own."""
    here = _here(somebody)
    return proposal.place if lies_in(proposal.place, here) else here
