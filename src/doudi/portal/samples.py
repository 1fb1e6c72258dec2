"""Invented things for the style guide: every component in each of its states. No person, place or sum here is real."""

from __future__ import annotations

from typing import Any

from doudi.faces.badges import Badge
from doudi.faces.fields import Field, FieldError, Group, Option
from doudi.faces.tables import badge, number, table, text

BAR = (1, 2, 3, 4, 5)
DAYS = (-1, 0, 1, 3, 4)
BADGES = (
    Badge("ok", "已完成", "check"),
    Badge("warn", "核对差异", "alert-triangle"),
    Badge("bad", "公示有异议"),
    Badge("over", "超期 1 日", "alert-triangle"),
    Badge("info", "近亲属备案"),
    Badge("mute", "补正中"),
)
BUTTONS: tuple[dict[str, Any], ...] = (
    {"text": "提出初审意见：建议给予", "kind": "primary"},
    {"text": "转民主评议"},
    {"text": "提出初审意见：建议不予", "kind": "danger"},
    {"text": "上一件", "small": True},
    {"text": "打印", "icon": "printer"},
    {"text": "发起核对", "busy": True},
    {"text": "确认", "disabled": True},
)
CHOICES = (
    Option("spouse", "配偶", chosen=True),
    Option("child", "子女"),
    Option("parent", "父母"),
    Option("", "不知道"),
)
FIELDS = (
    Field(name="sample.name", label="姓名", value="张某某"),
    Field(
        name="sample.wage",
        label="过去12个月打工收入一共多少元？",
        hint="不知道的先空着，没有就填 0",
        unit="元 / 年",
        mode="decimal",
    ),
    Field(name="sample.age", label="今年多少周岁？", value="214", unit="周岁", error="年龄应在 0 到 130 周岁之间"),
    Field(name="sample.born", label="出生日期", value="1962-05-01", kind="date"),
    Field(name="sample.closed", label="核定的类别", value="由工作人员填写", disabled=True),
    Field(name="sample.read", label="户口登记", value="农村", read_only=True),
    Field(name="sample.reason", label="理由", shape="textarea", value="与流转合同备案一致", hint="会写进决定书"),
    Field(
        name="sample.place",
        label="哪个县（区、市）？",
        shape="select",
        groups=(
            Group("", (Option("", "请选择"),)),
            Group("示例市", (Option("1", "示例县", chosen=True), Option("2", "柳树县"))),
        ),
    ),
    Field(
        name="sample.wrong",
        label="在读什么学校？",
        shape="select",
        error="请选择在读的学校",
        groups=(Group("", (Option("", "请选择"), Option("1", "义务教育"))),),
    ),
    Field(name="sample.relation", label="和申请人的关系", shape="choices", options=CHOICES),
    Field(name="sample.missing", label="能不能自己吃饭？", shape="choices", options=CHOICES[1:], error="请选一项"),
    Field(
        name="sample.complete",
        label="都写全了吗？",
        shape="choices",
        several=True,
        options=(Option("all", "没写的项目按 0 计算"),),
    ),
)
ERRORS = (
    FieldError("sample-age", "张某某，年龄应在 0 到 130 周岁之间"),
    FieldError("sample-wrong", "请选择在读的学校"),
)
NOTICES = (
    {"tone": "info", "title": "我们会向有关部门查询。", "text": "您不用跑腿开证明。"},
    {"tone": "warn", "title": "4 项申报与核对不一致。", "text": "请逐项选定采用值并写明理由，再提出初审意见。"},
    {"tone": "bad", "title": "还差 1 份材料。", "text": "请在 2026年11月27日前补上，已填的内容都还在。"},
)
STEPS: tuple[dict[str, Any], ...] = (
    {
        "title": "收到您的申请",
        "state": "done",
        "icon": "check",
        "word": "已完成",
        "day": "10月26日",
        "notes": ["柳树镇社会救助窗口"],
    },
    {
        "title": "核对收入和财产",
        "state": "returned",
        "icon": "arrow-back-up",
        "word": "退回过",
        "day": "11月3日",
        "notes": ["县核对中心：缺 1 份授权书"],
    },
    {"title": "民主评议", "state": "skipped", "icon": "minus", "word": "已跳过", "notes": ["无异议，未开展民主评议"]},
    {"title": "镇里审核", "state": "now", "notes": ["正在办理"]},
    {"title": "在村里公示 7 日", "state": "todo", "notes": ["只公布姓名、人数、金额"]},
    {"title": "县民政局确认", "state": "stopped", "icon": "x", "word": "已终止", "notes": ["申请人撤回"]},
)
PAGER: dict[str, Any] = {
    "first": 26,
    "last": 50,
    "total": 65,
    "before": "?page=1",
    "after": "?page=3",
    "pages": [{"number": n, "href": f"?page={n}", "current": n == 2} for n in (1, 2, 3)],  # noqa: PLR2004
}
LAST_PAGER: dict[str, Any] = {"first": 51, "last": 65, "total": 65, "before": "?", "before_label": "回到第一页"}
TABS = (
    {"label": "家庭成员", "href": "?tab=1", "current": False, "count": 0},
    {"label": "收入与财产", "href": "?tab=2", "current": True, "count": 4},
    {"label": "测算依据", "href": "?tab=3", "current": False, "count": 0},
)
TABLE: dict[str, Any] = table(
    "我的待办",
    ("本环节期限", "办件编号", "申请人", "每月金额>"),
    [
        [badge(BADGES[3]), text("2026-01043"), text("张某某", "#case"), number("¥1,167.00")],
        [badge(BADGES[1]), text("2026-01050"), text("李某", "#case"), number("¥620.00")],
        [badge(BADGES[0]), text("2026-01057"), text("王某某", "#case"), number("¥0.00")],
    ],
    empty="没有待办件。",
)
TABLE["columns"][0]["sort"] = "ascending"
TABLE["rows"][0]["tone"], TABLE["rows"][1]["tone"] = "on", "diff"
EMPTY_TABLE: dict[str, Any] = {**TABLE, "caption": "已办结", "rows": []}


def _node(label: str, text: str | None, *children: dict[str, Any], **other: Any) -> dict[str, Any]:
    """Make a row of an invented calculation, in the shape that an explanation has."""
    bare = {
        "name": label,
        "kind": "rule",
        "label": label,
        "formula": None,
        "value": None if text is None else 0,
        "text": text,
        "per": None,
        "person": None,
        "cites": [],
        "origin": None,
        "provenance": None,
        "see": False,
    }
    return {**bare, **other, "children": list(children)}


def _cite(text: str) -> list[dict[str, Any]]:
    return [{"id": "sample", "text": text, "url": None}]


_STANDARD = _node(
    "农村低保标准",
    "¥620.00",
    per="月",
    kind="parameter",
    cites=_cite("示例县标准（2026年版）"),
    origin={"pack": "sample", "pack_label": "示例县", "from": "2026-01-01", "sure": "high", "because": None},
)
_ASSUMED = _node(
    "照料护理标准",
    "¥300.00",
    per="月",
    kind="parameter",
    origin={"pack": "assumed", "pack_label": "示例假设值", "from": None, "sure": None, "because": None},
)
_INCOME = _node(
    "家庭全年收入",
    "¥9,068.00",
    _node(
        "工资性收入（核定）",
        "¥7,368.00",
        formula="¥9,600.00 − 就业成本 ¥2,232.00",
        per="年",
        cites=_cite("示例办法第十三条第（一）项"),
        person={"id": "m1", "name": "张某某"},
    ),
    _node("经营净收入", "¥3,200.00", per="年", provenance="入户调查", cites=_cite("示例办法第十三条第（二）项")),
    _node("财产净收入", None, per="年"),
    formula="近 12 个月",
    per="年",
    cites=_cite("示例办法第十二条"),
)
TREE = _node(
    "最低生活保障",
    None,
    _node(
        "基本救助金（家庭补差）",
        "¥1,105.00",
        _STANDARD,
        _INCOME,
        formula="（¥620.00 × 3 人）− ¥755.67",
        per="月",
        cites=_cite("示例办法第二十三条"),
    ),
    _node("增发", "¥62.00", _ASSUMED, {**_STANDARD, "see": True}, formula="¥620.00 × 10%", per="月"),
)
