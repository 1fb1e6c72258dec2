"""`doudi sources`: who can be asked about a family, what they delivered, and those that answer queries over HTTP."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from doudi.kernel import clock
from doudi.kernel.errors import NotKnown
from doudi.project import paths
from doudi.project.cli import answering, given, published
from doudi.project.cli.output import require_new

if TYPE_CHECKING:
    from doudi.verification.models import Delivery

ARRANGED = "sources.yaml"
QUARANTINED = 1


class NoSuchDelivery(NotKnown):
    """No delivery has this key."""

    code = "cli.no_such_delivery"
    sentence = "没有第 {key} 批交付；doudi sources status 列出各来源的交付。"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, and about which source or place."""
    verbs = f"list|roster|load|status|report|forget|{answering.VERBS}"
    commands = parser.add_subparsers(metavar=verbs, required=True)
    answering.add_verbs(commands)
    listing = commands.add_parser("list", help="who can be asked, where, by which article 有哪些来源、依据什么")
    listing.add_argument("--place", metavar="CODE", help="only what this place may ask 只列这个地方可以查询的")
    listing.set_defaults(act=_list)
    roster = commands.add_parser("roster", help="write whom a source is asked about 制作授权名单")
    roster.add_argument("source", metavar="SOURCE", help="name of the source 来源代号")
    roster.add_argument("out", metavar="FILE", type=Path, help="the file to write, for its holder 交给来源的文件")
    roster.add_argument("--place", required=True, metavar="CODE", help="whose members 哪个地方的人")
    roster.add_argument("--purpose", required=True, metavar="TEXT", help="kept on record 用途（留痕）")
    roster.set_defaults(act=_roster)
    load = commands.add_parser("load", help="take in a delivery, whole or not at all 接收交付")
    load.add_argument("manifest", metavar="MANIFEST", type=Path, help="its manifest 交付清单")
    load.set_defaults(act=_load)
    status = commands.add_parser("status", help="how each source stands 各来源的情况")
    status.add_argument("--place", required=True, metavar="CODE", help="division code 行政区划代码")
    status.set_defaults(act=_status)
    report = commands.add_parser("report", help="what was wrong with a delivery, for its holder 交付问题的报告")
    report.add_argument("delivery", metavar="NUMBER", type=int, help="as `load` said 接收时给出的批次")
    report.add_argument("--out", metavar="FILE", type=Path, help="write JSON into a new file 写成 JSON 文件")
    report.set_defaults(act=_report)
    forget = commands.add_parser("forget", help="delete what has been kept long enough 删除到期的数据")
    forget.set_defaults(act=_forget)
    for command in (listing, status):
        command.add_argument("--on", type=given.day, metavar="DATE", help="day 日期 (default: today 今天)")


def call(options: argparse.Namespace) -> int:
    """Act."""
    return options.act(options)


def _list(options: argparse.Namespace) -> int:
    from doudi.verification import listing
    from doudi.verification.deployment import arrangements
    from doudi.verification.sources import sourcebook

    book = sourcebook()
    if options.place:
        file = Path(os.environ.get("DOUDI_SOURCES") or paths.data_dir() / ARRANGED)
        lines = listing.asked(book, options.place, _day(options), arrangements(file, book.sources))
        print("\n".join(lines) or "这一天在这个地方没有可以查询的来源。")
    else:
        print("\n".join("\t".join(cell.strip("`") for cell in row) for row in (listing.HEAD, *listing.rows(book))))
    return 0


def _roster(options: argparse.Namespace) -> int:
    into = require_new(options.out)
    published.connect()
    from doudi.audit.actor import Actor, acting
    from doudi.verification.services.make_roster import make_roster

    day = _day(options)
    with acting(Actor.system("doudi sources roster"), on=day):
        made = make_roster(source=options.source, place=options.place, into=into, purpose=options.purpose, on=day)
    print(f"第 {made.pk} 号授权名单：{len(made.tokens)} 人，写入 {into}。交付清单里要写 roster: {made.pk}。")
    print("文件里有完整的证件号码，交给来源后请立即删除。")
    return 0


def _load(options: argparse.Namespace) -> int:
    published.connect()
    from doudi.audit.actor import Actor, acting
    from doudi.verification.models import DeliveryOutcome
    from doudi.verification.services.load_delivery import load_delivery

    day = _day(options)
    with acting(Actor.system("doudi sources load"), on=day):
        received = load_delivery(manifest=options.manifest, on=day)
    made = received.delivery
    again = "" if received.is_new else "以前收过，没有再收一次："
    if made.outcome == DeliveryOutcome.QUARANTINED:
        print(f"{again}第 {made.pk} 批，已退回，{made.flaw_count} 处问题，一行也没有留存：")
        print("\n".join(_flaws(made)))
        return QUARANTINED
    print(
        f"{again}第 {made.pk} 批，已接收 {made.rows} 行：留存 {made.kept} 行，号码待核 {made.remainder} 行，"
        f"没有授权、不留存 {made.unasked} 行。"
    )
    return 0


def _status(options: argparse.Namespace) -> int:
    published.connect()
    from doudi.audit.actor import Actor, acting
    from doudi.verification.holding import arranged
    from doudi.verification.sources import sourcebook
    from doudi.verification.standing import standing

    day = _day(options)
    with acting(Actor.system("doudi sources status"), on=day):
        for each in sourcebook().askable(options.place, day):
            found = standing(each.source, options.place, day, arranged())
            print("\t".join((each.source.label, found.state.label, _told(found.delivery), found.reason)).rstrip())
    return 0


def _told(delivery: Delivery | None) -> str:
    if delivery is None:
        return ""
    return f"第 {delivery.pk} 批，{delivery.as_of} 的数据，{delivery.kept} 行"


def _report(options: argparse.Namespace) -> int:
    into = require_new(options.out) if options.out else None
    published.connect()
    from doudi.audit.actor import Actor, acting
    from doudi.verification.models import Delivery

    with acting(Actor.system("doudi sources report"), on=_day(options)):
        made = Delivery.objects.filter(pk=options.delivery).first()
        if made is None:
            raise NoSuchDelivery(key=options.delivery)
        if into:
            into.write_text(json.dumps(_as_json(made), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
            print(f"已写入 {into}。")
        else:
            print("\n".join(_flaws(made)) or "没有问题。")
    return 0


def _as_json(made: Delivery) -> dict[str, Any]:
    """Say to the holder what was wrong: rows and fields, never whose."""
    return {
        "source": made.source, "delivery": made.number, "as_of": made.as_of and made.as_of.isoformat(),
        "received_on": made.loaded_on.isoformat(), "outcome": made.outcome, "rows": made.rows,
        "flaw_count": made.flaw_count, "flaws": made.flaws,
    }  # fmt: skip


def _flaws(made: Delivery) -> Iterator[str]:
    from doudi.verification.deliveries.flaws import Flaw

    yield from (Flaw.of_json(each).sentence for each in made.flaws)
    if made.flaw_count > len(made.flaws):
        yield f"……共 {made.flaw_count} 处。"


def _forget(options: argparse.Namespace) -> int:
    published.connect()
    from doudi.audit.actor import Actor, acting
    from doudi.verification.services.forget_deliveries import forget_deliveries, sweep_deliveries

    actor, day = Actor.system("doudi sources forget"), _day(options)
    with acting(actor, on=day):
        done = forget_deliveries(on=day)
    with acting(actor, on=day):
        removed = sweep_deliveries()
    print(f"到期删除 {len(done.deliveries)} 批，清理文件 {removed} 个。")
    for label in done.undetermined:
        print(f"“{label}”没有写明保存多久，没有删除；请在部署设置里写明 kept_days。")
    return 0


def _day(options: argparse.Namespace) -> Any:
    return getattr(options, "on", None) or clock.today(os.environ)
