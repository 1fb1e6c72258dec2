"""`doudi standards propose|sign|list|export`: a place's own values, proposed by one person, signed by another."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from pathlib import Path

from doudi.kernel import clock
from doudi.kernel.errors import NotKnown
from doudi.project.cli import given, published
from doudi.standards.drafts import Document, Draft, Signer

NO_FILE = "没有附文件原文（--file）：签发的人须在别处看过原件，并写 --original-seen。"


class FileNotThere(NotKnown):
    """The document to hand in cannot be read."""

    code = "standards.file_not_there"
    sentence = "读不到文件 {path}。"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Propose, sign, list, or export."""
    commands = parser.add_subparsers(metavar="propose|sign|list|export", required=True)
    propose = commands.add_parser("propose", help="propose a value; binds nobody yet 提出一个标准（尚不生效）")
    _describe_proposal(propose)
    _signed(propose, _propose)
    sign = commands.add_parser("sign", help="put a proposal in force, as another person 由另一人签发")
    sign.add_argument("number", type=int, metavar="NUMBER", help="number of the proposal 编号")
    seen = "I saw the original: needed where no file was handed in 没有上传文件的，声明看过原件"
    sign.add_argument("--original-seen", action="store_true", help=seen)
    _signed(sign, _sign)
    listing = commands.add_parser("list", help="what waits, or everything of a place 待签发的，或一个地方的全部")
    listing.add_argument("--place", metavar="CODE", help="division code 行政区划代码")
    listing.set_defaults(act=_list)
    export = commands.add_parser("export", help="write what is published as files of a pack 导出为政策包文件")
    export.add_argument("place", metavar="CODE", help="division code; places below it too 行政区划代码，含下级")
    export.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder to write into 写入的目录")
    export.set_defaults(act=_export)


def _describe_proposal(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("place", metavar="CODE", help="division code the value is for 适用地方的行政区划代码")
    parser.add_argument("parameter", metavar="NAME", help="for example dibao.standard.rural 参数名")
    parser.add_argument(
        "value", metavar="VALUE", help='as in packs, "620.00"; "" withdraws 值，空为撤销（须写 --replaces）'
    )
    parser.add_argument("--per", default="", choices=["", "month", "year"], help="for a yearly parameter 按月或按年")
    parser.add_argument("--from", dest="since", required=True, type=given.day, metavar="DATE", help="in force 施行日期")
    parser.add_argument("--until", type=given.day, metavar="DATE", help="no longer in force 失效日期")
    parser.add_argument("--authority", default="", metavar="CODE", help="the place that sets it 公布机关所在区划")
    parser.add_argument("--document", required=True, metavar="TITLE", help="document that sets it 文件标题")
    parser.add_argument("--document-number", default="", metavar="NUMBER", help="its number 文号")
    parser.add_argument("--document-date", required=True, type=given.day, metavar="DATE", help="its date 文件日期")
    parser.add_argument("--file", type=Path, metavar="FILE", help="the document itself, PDF or picture 文件原文")
    parser.add_argument("--document-file", default="", metavar="WHERE", help="where it is kept 文件存放处")
    parser.add_argument("--cites", default="", metavar="ARTICLE", help="article that lets it 设定依据（条文）")
    parser.add_argument("--replaces", type=int, metavar="NUMBER", help="published value it corrects 更正第几号")


def _signed(parser: argparse.ArgumentParser, act: Callable[[argparse.Namespace], None]) -> None:
    parser.add_argument("--by", required=True, metavar="NAME", help="who signs 签署人姓名")
    parser.add_argument("--office", required=True, metavar="OFFICE", help="and for which office 签署人单位")
    parser.set_defaults(act=act)


def call(options: argparse.Namespace) -> None:
    """Connect and act."""
    published.connect()
    options.act(options)


def _propose(options: argparse.Namespace) -> None:
    from doudi.standards.papers import keep_paper
    from doudi.standards.services.propose import propose

    document = Document(
        title=options.document,
        issued_on=options.document_date,
        number=options.document_number,
        file=options.document_file,
        paper=keep_paper(_content(options.file), name=options.file.name) if options.file else None,
    )
    draft = Draft(
        place=options.place,
        parameter=options.parameter,
        value=options.value,
        document=document,
        in_force_on=options.since,
        until_on=options.until,
        per=options.per,
        authority=options.authority,
        cites=options.cites,
        replaces=options.replaces,
    )
    proposal = propose(draft=draft, by=_signer(options), on=clock.today(os.environ))
    unseen = "" if proposal.file_digest else " --original-seen"
    print(f"已记录为第 {proposal.pk} 号，尚未生效；须由另一人签发：doudi standards sign {proposal.pk}{unseen}")
    print(f"文件原文 SHA-256：{proposal.file_sha256}" if proposal.file_sha256 else NO_FILE)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise FileNotThere(path=path) from error


def _sign(options: argparse.Namespace) -> None:
    from doudi.standards.services.sign import sign

    release = sign(
        proposal_id=options.number, by=_signer(options), on=clock.today(os.environ), original_seen=options.original_seen
    )  # fmt: skip
    proposal = release.proposal
    print(f"第 {proposal.pk} 号已签发：{proposal.place} {proposal.parameter}，{proposal.in_force_on} 起施行。")


def _list(options: argparse.Namespace) -> None:
    from doudi.standards import lawbook
    from doudi.standards.dropped import how
    from doudi.standards.models import Proposal
    from doudi.standards.queries import proposals_of, proposals_waiting

    def line(proposal: Proposal) -> str:
        release = getattr(proposal, "release", None)
        value = f"{proposal.value}/{proposal.per}" if proposal.per else proposal.value or "（撤销）"
        dropping = getattr(proposal, "dropping", None)
        waits = f"{dropping.dropped_by} {dropping.dropped_on} {how(dropping)}" if dropping else "待签发"
        signed = f"{release.signed_by} {release.signed_on} 签发" if release else waits
        corrects = f"，更正第 {proposal.replaces_id} 号" if proposal.replaces_id else ""
        return (
            f"第 {proposal.pk} 号\t{proposal.place}\t{proposal.parameter}\t{value}\t{proposal.in_force_on} 起\t"
            f"{proposal.document_title}\t{proposal.proposed_by} {proposal.proposed_on} 提出，{signed}{corrects}"
        )

    if options.place:
        lawbook.packs().places.chain(options.place, clock.today(os.environ))
    found = proposals_of(options.place) if options.place else proposals_waiting()
    print(
        "\n".join(line(proposal) for proposal in found)
        or ("没有。" if options.place else "没有等待签发的标准。已签发的：doudi standards list --place 区划代码")
    )


def _export(options: argparse.Namespace) -> None:
    from doudi.standards import lawbook
    from doudi.standards.export import exported

    on = clock.today(os.environ)
    lawbook.packs().places.chain(options.place, on)
    for name, content in exported(lawbook.packs(), options.place, on=on).items():
        path = options.out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
        print(path)
    print(f"检查：doudi packs check --pack {options.out}")


def _signer(options: argparse.Namespace) -> Signer:
    return Signer(options.by, options.office)
