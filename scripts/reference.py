"""Write docs/reference from the code and the packs; with --check only say whether it is what they say."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from pathlib import Path

from doudi.casework.procedure.book import procedures
from doudi.casework.procedure.drawing import limit_text, listed, mermaid
from doudi.casework.procedure.terms import DAY_LABELS, Procedure
from doudi.exchange.description import description
from doudi.kernel.divisions import LEVEL_LABELS
from doudi.policy.batch.columns import PERSON_KEYS, Columns, described
from doudi.policy.batch.outgoing import outgoing
from doudi.policy.entities import ENTITIES
from doudi.policy.packs import Packs
from doudi.policy.parameters import Parameter
from doudi.policy.rules import Rule
from doudi.policy.snapshot import LawSnapshot
from doudi.policy.sources import Source
from doudi.project import cli, coverage
from doudi.standards.lawbook import packs
from doudi.standards.packs_folder import packs_root
from doudi.verification import listing
from doudi.verification.sources import sourcebook

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "reference"
GENERATED = "<!-- Made by `make reference` from the code and the packs; changes by hand are lost. -->"
READ_LABELS = {"document": "原文", "web": "网页全文", "second_hand": "转引", "unread": "未读"}


def main() -> None:
    """Write or check every page."""
    pages = {FOLDER / f"{name}.md": f"{GENERATED}\n\n{text}\n" for name, text in _pages(packs())}
    pages[FOLDER / "query-api.json"] = json.dumps(description(), ensure_ascii=False, indent=1) + "\n"
    if "--check" not in sys.argv[1:]:
        FOLDER.mkdir(parents=True, exist_ok=True)
        for path, text in pages.items():
            path.write_text(text, encoding="utf-8")
    stale = [path.name for path, text in pages.items() if not path.exists() or path.read_text("utf-8") != text]
    if stale:
        sys.exit(f"docs/reference is not what code and packs say ({', '.join(stale)}): run `make reference`.")


def _pages(loaded: Packs) -> Iterator[tuple[str, str]]:
    yield "README", _contents()
    yield "commands", "\n".join(_commands())
    yield "facts", "\n".join(_facts(loaded))
    yield "columns", "\n".join(_columns(loaded))
    yield "parameters", "\n".join(_parameters(loaded))
    yield "programmes", "\n".join(_programmes(loaded))
    yield "rules", "\n".join(_rules(loaded))
    yield "procedures", "\n".join(_procedures(loaded))
    yield "sources", "\n".join(_sources(loaded))
    yield "checks", "\n".join(_checks())
    yield "coverage", "\n".join(_coverage(loaded))


def _procedures(loaded: Packs) -> Iterator[str]:
    yield "# Procedures\n"
    for rule in sorted(procedures().rules, key=lambda rule: (rule.place, rule.programmes, rule.since)):
        place = loaded.places.by_code[rule.place].name if rule.place in loaded.places.by_code else "全国"
        days = f"{rule.since} 起" + (f"，{rule.until} 止" if rule.until else "")
        yield f"## {rule.label}\n\n`{rule.id}`，{place}，{'、'.join(rule.programmes)}，{days}。\n"
        if rule.missing:
            yield f"没有程序：{rule.missing}。\n"
            continue
        yield from _whole(rule)
        yield f"```mermaid\n{mermaid(rule)}\n```\n"
        for stage in listed(rule, loaded.sources):
            limit = f"，{stage.limit}" if stage.limit else ""
            skipped = f"（{stage.skipped}）" if stage.skipped else ""
            yield f"* {stage.label}{skipped}：{stage.by}{limit}。{'；'.join(stage.articles)}"
        yield ""


def _whole(rule: Procedure) -> Iterator[str]:
    if rule.whole is not None:
        longer = f"，可以延长到{rule.whole.longer.days}{DAY_LABELS[rule.whole.limit.kind]}" if rule.whole.longer else ""
        yield f"全程{limit_text(rule.whole.limit)}{longer}。\n"


def _contents() -> str:
    return """# Reference

* [commands](commands.md): `doudi …` and its options
* [facts](facts.md): what a household file may say 家庭情况文件的项目
* [columns](columns.md): many households as Parquet or CSV, for `doudi batch` 批量文件的列
* [parameters](parameters.md): what the law lets a level set, and which packs set it 参数
* [programmes](programmes.md): conditions and amounts, by date 救助项目
* [rules](rules.md): every rule with its article 规则
* [procedures](procedures.md): stages, people and limits, by place and date 办理程序
* [sources](sources.md): every document that is cited, and how it was read 依据
* [checks](checks.md): who can be asked about a family, and the columns of what they deliver 核对来源
* [coverage](coverage.md): every clause of the five documents, and what implements it 逐条由什么落实
* [query-api](query-api.json): how sources are asked over HTTP, as OpenAPI 联网查询接口
* [doors](doors.md): every address, and the roles it opens to; the table a test walks 谁能打开哪个地址"""


def _columns(loaded: Packs) -> Iterator[str]:
    yield "# Columns\n"
    yield "一户一行；成员在 `members` 里，义务人在成员的 `obligors` 里，或者另成一个文件（`--persons`），一人一行："
    yield from (f"* `{name}`：{meaning}" for name, meaning in PERSON_KEYS.items())
    yield "\n空值就是“不知道”。一组的列（如 `incomes`）为 true，表示这一组已经说全：空的按没有计算。金额一律是整数分，"
    yield "列名以 `_fen` 结尾。上个月的结果写在 `before_` 开头的列里，结果文件里也有同名的列，留给下个月。\n"
    yield from described(Columns.of(loaded.facts))
    yield from outgoing(loaded)


def _commands() -> Iterator[str]:
    yield "# Commands\n"
    for name, summary in cli.COMMANDS.items():
        yield f"## `doudi {name}`\n\n{summary}\n"
        yield from _options(name)


def _options(name: str) -> Iterator[str]:
    """List the words a command takes; those of its sub-commands under their own names."""
    if name == cli.PASSED_ON:
        return
    yield from _listed(_parser_of(name))


def _parser_of(name: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=f"doudi {name}")
    __import__(f"{cli.__name__}.{name}")
    sys.modules[f"{cli.__name__}.{name}"].arguments(parser)
    return parser


def _listed(parser: argparse.ArgumentParser) -> Iterator[str]:
    for action in parser._actions:  # noqa: SLF001 argparse offers no other way to ask
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001 the same
            for inner in action.choices.values():
                yield f"### `{inner.prog.split(' [')[0]}`\n\n{inner.description or ''}\n"
                yield from _listed(inner)
        elif not isinstance(action, argparse._HelpAction):  # noqa: SLF001 the same
            yield f"* `{_spelled(action)}` {_cell((action.help or '') % {'default': action.default})}"
    yield ""


def _spelled(action: argparse.Action) -> str:
    name = action.metavar if isinstance(action.metavar, str) else action.dest.upper()
    if not action.option_strings:
        return name
    return action.option_strings[-1] if action.nargs == 0 else f"{action.option_strings[-1]} {name}"


def _facts(loaded: Packs) -> Iterator[str]:
    yield "# Facts 家庭情况文件的项目\n"
    yield "没有写的就是“不知道”，不是“没有”。`doudi facts schema` 打印同样内容的 JSON Schema。\n"
    for entity in ENTITIES:
        yield f"## {entity.label} `{entity.name}`\n"
        rows = ((f"`{fact.name}`", fact.label, f"`{fact.unit}`", fact.group, fact.question, fact.note)
                for fact in loaded.facts.of(entity))  # fmt: skip
        yield from _table(("名称", "中文", "类型", "组", "问句", "说明"), rows)
    yield "## 词表\n"
    choices = loaded.facts.vocabulary.choices
    rows = ((f"`{name}`", "；".join(f"`{code}` {label}" for code, label in choice.labels.items()))
            for name, choice in sorted(choices.items()))  # fmt: skip
    yield from _table(("词表", "可选项"), rows)


def _parameters(loaded: Packs) -> Iterator[str]:
    yield "# Parameters 参数\n\n全国声明，按授权由各级设定。最后一栏是设定了它的政策包。\n"
    setters: dict[str, set[str]] = {}
    pack_of = {pack.place: pack.id for pack in loaded.by_id.values()}
    for value in loaded.values:
        setters.setdefault(value.parameter, set()).add(pack_of.get(value.place, value.place))
    ordered = sorted(loaded.parameters.values(), key=lambda parameter: parameter.name)
    for topic, group in groupby(ordered, key=lambda parameter: parameter.name.split(".")[0]):
        yield f"## {topic}\n"
        rows = ((f"`{parameter.name}`", parameter.label, f"`{parameter.unit}`", _delegations(loaded, parameter),
                 ", ".join(sorted(setters.get(parameter.name, ()))) or "无") for parameter in group)  # fmt: skip
        yield from _table(("名称", "中文", "单位", "谁可以设定", "已收录"), rows)


def _delegations(loaded: Packs, parameter: Parameter) -> str:
    return "<br>".join(
        f"{entry.since} 起：{'、'.join(LEVEL_LABELS[level] for level in sorted(entry.levels))}"
        f"（{loaded.sources.text(entry.cites)}）"
        for entry in parameter.set_by
    )


def _programmes(loaded: Packs) -> Iterator[str]:
    yield "# Programmes 救助项目\n"
    for programme in sorted(loaded.programmes, key=lambda each: (each.id, each.since)):
        until = f"，到 {programme.until} 为止（不含当日）" if programme.until else ""
        yield f"## {programme.label} `{programme.id}`，{programme.since} 起{until}\n"
        yield f"依据：{'；'.join(map(loaded.sources.text, programme.cites))}。金额：`{programme.amount}`。\n"
        rows = ((f"`{condition.rule}`", condition.otherwise) for condition in programme.conditions)
        yield from _table(("条件", "不符合时"), rows)


def _rules(loaded: Packs) -> Iterator[str]:
    yield "# Rules 规则\n\n每条规则一行；同名的几行是先后施行的文本，“自”含当日，“至”不含当日。"
    yield "注“差异”的，申报与查到的都拿来对照：按申报成立、按查到的不成立，或者相反，就标出来。\n"
    written = loaded.book.written_in
    law = LawSnapshot.of(loaded)
    rules = [(written[id(rule)], rule.name, *law.span(rule), rule) for rule in loaded.book]
    ordered = sorted(rules, key=lambda row: (row[0], row[1], str(row[2])))
    for module, group in groupby(ordered, key=lambda row: row[0]):
        yield f"## `{module}`\n"
        rows = (_rule(loaded, rule, since, until) for _, _, since, until, rule in group)
        yield from _table(("规则", "中文", "对象", "自", "至", "依据", "读取"), rows)


def _rule(loaded: Packs, rule: Rule, since: date | None, until: date | None) -> tuple[object, ...]:
    cites = "<br>".join(map(loaded.sources.text, rule.cites))
    reads = ", ".join(f"`{name}`" for name in rule.reads)
    label = f"{rule.label}（差异）" if rule.difference else rule.label
    return f"`{rule.name}`", label, rule.entity.label, since, until, cites, reads


def _sources(loaded: Packs) -> Iterator[str]:
    yield "# Sources 依据\n\n“读法”说明收录时读到的是原文、网页全文、转引，还是没有读到。\n"
    ordered = sorted(loaded.sources.by_id.values(), key=lambda source: source.id)
    yield from _table(("代号", "文件", "文号", "施行", "废止", "读法"), map(_source, ordered))


def _source(source: Source) -> tuple[object, ...]:
    title = f"{source.title}（{source.issuer}）" if source.issuer else source.title
    return f"`{source.id}`", title, source.number, source.in_force, source.repealed, READ_LABELS[source.read]


def _checks() -> Iterator[str]:
    yield "# Checks 核对来源\n\n没有读到文件规定的，写“未规定”：时效、保存期由各地在部署设置 `sources.yaml` 里写明。\n"
    book = sourcebook()
    yield from _table(listing.HEAD, listing.rows(book))
    for source in book.sources.values():
        yield f"## {source.label} `{source.name}`\n"
        yield from _table(("列", "名称", "类型", "对应的事实", "控制合计"), listing.fields(source))


def _coverage(loaded: Packs) -> Iterator[str]:
    yield "# Coverage 文件逐条由什么落实\n\n要求是我们的话，不是原文。`doudi coverage` 打印同样的表，检查每一个链接。\n"
    for document in coverage.documents(packs_root(), loaded):
        number = f"，{document.source.number}" if document.source.number else ""
        yield f"## {document.source.title}{number}\n\n{coverage.totals(document)}\n"
        yield from _table(coverage.HEAD, coverage.rows(document))


def _table(head: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(_cell(value) for value in row)} |"
    yield ""


def _cell(value: object) -> str:
    return "" if value is None else " ".join(str(value).split()).replace("|", "\\|")


if __name__ == "__main__":
    main()
