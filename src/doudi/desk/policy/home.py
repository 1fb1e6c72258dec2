"""Where a policy officer begins: what the place has published, which law is in force, and the calendar."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from doudi.accounts.queries import full_name
from doudi.accounts.roles import Act
from doudi.audit.services.record import record
from doudi.casework import clocks
from doudi.desk.frame import POLICY
from doudi.desk.labels import place_names
from doudi.desk.pages import asking, page, place
from doudi.faces.fields import in_chinese
from doudi.faces.tables import number, table, text
from doudi.kernel.divisions import NATION, lies_in, parent_chain
from doudi.policy.packs import Packs
from doudi.policy.parameters import DatedValue, in_force
from doudi.standards import lawbook
from doudi.standards.dropped import how
from doudi.standards.export import exported
from doudi.standards.models import Proposal
from doudi.standards.queries import proposals_seen_from

DIGITS_OF_A_DIGEST = 12
BY_COMMAND = "（命令行）"


@never_cache
@require_safe
def policy(request: HttpRequest) -> HttpResponse:
    """Show what counts at the place of the office today. Raises MayNot."""
    somebody = asking(request, Act.PUBLISH_STANDARD, Act.AUDIT)
    here, on, packs = place(somebody), somebody.on, lawbook.packs()
    chain = parent_chain(here)
    proposals = list(proposals_seen_from(here))
    names = place_names({*chain, *(each.place for each in proposals)}, on) | {NATION: "全国"}
    context = {
        "place": full_name(here, on), "last_year": clocks.calendar().last_year,
        "published": _published(proposals, packs, names), "packs": _packs(packs, chain, on),
        "programmes": [each.label for each in packs.programmes if each.covers(on)],
        "digest": packs.digest[:DIGITS_OF_A_DIGEST], "day": in_chinese(on),
        "may_publish": Act.PUBLISH_STANDARD in somebody.acts,
        "has_own": any(hasattr(each, "release") and lies_in(each.place, here) for each in proposals),
    }  # fmt: skip
    return page(request, "desk/policy/home.html", context, current=POLICY)


@never_cache
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Give what the place has published as a draft pack, zipped; it leaves an event. Raises MayNot."""
    somebody = asking(request, Act.PUBLISH_STANDARD, Act.AUDIT)
    here = place(somebody)
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as folder:
        for name, content in exported(lawbook.packs(), here, on=somebody.on).items():
            folder.writestr(f"standards-{here}/{name}", content)
    record("standards.exported", on=somebody.on, place=here)
    headers = {"Content-Disposition": f'attachment; filename="standards-{here}.zip"'}
    return HttpResponse(packed.getvalue(), content_type="application/zip", headers=headers)


def _published(proposals: list[Proposal], packs: Packs, names: dict[str, str]) -> dict[str, Any]:
    corrected = {each.replaces_id for each in proposals if hasattr(each, "release")}
    rows = [
        [
            text(names[each.place]), text(label_of(each.parameter, packs), reverse("desk:standard", args=[each.pk])),
            number(value_of(each)), text(f"{in_chinese(each.in_force_on)}起"), text(each.document_title),
            text(state_of(each, corrected)),
        ]
        for each in reversed(proposals)
    ]  # fmt: skip
    columns = ("地方", "标准", "值>", "施行", "文件", "签发")
    return table("本地公布的标准", columns, rows, empty="本地还没有公布过标准，按政策包里的值计算。")


def label_of(parameter: str, packs: Packs) -> str:
    """Say a parameter; one that the packs have lost goes by its name."""
    known = packs.parameters.get(parameter)
    return known.label if known else parameter


def value_of(proposal: Proposal) -> str:
    """Say a value as it was published."""
    per = {"month": " / 月", "year": " / 年"}.get(proposal.per, "")
    return f"{proposal.value}{per}" if proposal.value else "撤销"


def state_of(proposal: Proposal, corrected: Collection[int | None] = ()) -> str:
    """Say who has signed; who did so without an account, by a name on the command line."""
    release = getattr(proposal, "release", None)
    proposed = f"{proposal.proposed_by}提出{'' if proposal.proposer_id else BY_COMMAND}"
    dropping = getattr(proposal, "dropping", None)
    if dropping is not None:
        return f"{proposed}，{dropping.dropped_by}{how(dropping)}：{dropping.reason}"
    if release is None:
        return f"{proposed}，等另一人签发"
    told = f"{proposed}，{release.signed_by}签发{'' if release.signer_id else BY_COMMAND}"
    return f"{told}；已更正" if proposal.pk in corrected else told


def _packs(packs: Packs, chain: tuple[str, ...], on: date) -> dict[str, Any]:
    """List the packs from the place up, with how many parameters each sets here today."""
    own: dict[tuple[str, str], list[DatedValue]] = {}
    for value in packs.values:
        if value.place in chain:
            own.setdefault((value.pack, value.parameter), []).append(value)
    counted = Counter(pack for (pack, _), values in own.items() if in_force(values, on) is not None)
    here = sorted((each for each in packs.by_id.values() if each.place in chain), key=lambda each: -each.level)
    rows = [[text(each.label), number(counted[each.id])] for each in here]
    return table("现行的政策包", ("政策包", "现行的参数>"), rows, empty="没有。")
