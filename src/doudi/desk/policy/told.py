"""A proposed or published standard said in words: line by line, in one sentence, and what to look at twice."""

from __future__ import annotations

from datetime import date

from doudi.desk.labels import place_names
from doudi.desk.policy.figures import Figures
from doudi.desk.policy.home import label_of, value_of
from doudi.faces.fields import in_chinese
from doudi.kernel.divisions import NATION
from doudi.kernel.errors import NotKnown
from doudi.standards import lawbook
from doudi.standards.models import Proposal
from doudi.standards.papers import paper_of
from doudi.standards.queries import current_snapshot, proposals_seen_from

Line = tuple[str, str]
KILO = 1024


def lines_of(proposal: Proposal, on: date) -> list[Line]:
    """Say a proposal line by line; one that waits beside what counts without it."""
    names = place_names({proposal.place, proposal.authority}, on) | {NATION: "全国"}
    until = f"，{in_chinese(proposal.until_on)}失效" if proposal.until_on else ""
    lines = [
        ("标准", label_of(proposal.parameter, lawbook.packs())), ("适用于", names[proposal.place]),
        ("公布机关", names[proposal.authority]), *_figures(proposal),
        ("施行", f"{in_chinese(proposal.in_force_on)}起{until}"),
        ("文件", f"{proposal.document_title}，{proposal.document_number or '没有写文号'}"),
        ("文件日期", in_chinese(proposal.document_on)), ("设定依据", _basis(proposal)),
    ]  # fmt: skip
    return [*lines, ("更正", f"第 {proposal.replaces_id} 号")] if proposal.replaces_id else lines


def _basis(proposal: Proposal) -> str:
    """Say the article by which the level may set it; one that the packs have lost goes as it was written."""
    try:
        return lawbook.packs().sources.text(proposal.cites)
    except NotKnown:
        return proposal.cites


def _figures(proposal: Proposal) -> list[Line]:
    """Say the value; as long as nobody has signed it, beside what counts on the day it begins."""
    figures = Figures.of(proposal, current_snapshot())
    if figures is None:
        return [("值", f"{value_of(proposal)}（政策包里没有这一项）")]
    return figures.lines(waits=getattr(proposal, "release", None) is None)


def warnings_of(proposal: Proposal, on: date) -> list[str]:
    """Say what to look at before a proposal counts: a day gone by, another value that follows."""
    later = proposals_seen_from(proposal.place).filter(
        place=proposal.place, parameter=proposal.parameter, in_force_on__gt=proposal.in_force_on,
        release__isnull=False,
    )  # fmt: skip
    warned = [f"施行日期 {in_chinese(proposal.in_force_on)} 在今天以前；已经作出的决定不会自动改变。"]
    warned = warned if proposal.in_force_on < on else []
    return warned + [
        f"{in_chinese(each.in_force_on)}起另有第 {each.pk} 号（{value_of(each)}）；从那天起按第 {each.pk} 号。"
        for each in later
    ]


def doubts_of(proposal: Proposal) -> list[str]:
    """Say why to look at the value twice."""
    figures = Figures.of(proposal, current_snapshot())
    return figures.doubts if figures else []


def paper_told(proposal: Proposal) -> list[Line]:
    """Say which file of the document there is; where there is none, who answers for it."""
    paper = paper_of(proposal)
    if paper is not None:
        size = f"{max(1, paper.size // KILO):,} KB"
        return [("文件原文", f"{paper.name}，{size}"), ("原文的摘要", f"SHA-256：{paper.sha256}")]
    release = getattr(proposal, "release", None)
    if release is not None and release.original_seen:
        return [("文件原文", f"没有上传；{release.signed_by}签发时写明在别处看过原件")]
    return [("文件原文", "没有上传" if release is None else "没有上传，签发时也没有写明看过原件")]


def sentence_of(proposal: Proposal, on: date) -> str:
    """Say in one sentence what a signature makes the law: where, what, from when, by which document."""
    names = place_names({proposal.place}, on) | {NATION: "全国"}
    what = f"{names[proposal.place]}的“{label_of(proposal.parameter, lawbook.packs())}”"
    until = f"，到{in_chinese(proposal.until_on)}失效" if proposal.until_on else ""
    number = f"{proposal.document_number}，" if proposal.document_number else ""
    document = f"{proposal.document_title}（{number}{in_chinese(proposal.document_on)}）"
    if not proposal.value:
        return f"签发以后，{what}第 {proposal.replaces_id} 号撤销，依据{document}。"
    corrects = f"，更正第 {proposal.replaces_id} 号" if proposal.replaces_id else ""
    since = f"从{in_chinese(proposal.in_force_on)}起"
    return f"签发以后，{what}{since}定为 {_figures(proposal)[0][1]}{until}，依据{document}{corrects}。"
