"""What the forms of verification ask, and how what was sent is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.http import QueryDict

from doudi.accounts.models import Officer
from doudi.accounts.queries import posts_under
from doudi.accounts.roles import MAY, Act
from doudi.desk.case.comparison import grounds_of, usual_reason
from doudi.desk.case.opened import Opened
from doudi.desk.doing.deeds import AnswerNeeded, day, needed
from doudi.desk.pages import officer, place, texts
from doudi.faces.draft import Draft
from doudi.faces.fields import Field, Option
from doudi.faces.questions import unit_field
from doudi.intake.models import FamilyMember, Supporter
from doudi.kernel.errors import NotKnown
from doudi.policy.facts import Fact
from doudi.standards import lawbook
from doudi.verification.models import CheckRequest, ConsentSigner, Ground, VisitWay
from doudi.verification.queries import Difference, checks_of
from doudi.verification.services.adopt import Settlement
from doudi.verification.services.record_home_visit import Visited
from doudi.verification.services.sign_consent import Signature
from doudi.verification.sources import sourcebook

PURPOSE = "社会救助家庭经济状况核对"
LONGEST_KEY = 18
MAY_BE_EMPTY = "采用核对值、入户值的可以不写，记作“以核对结果（入户调查）为准”；采用申报值、另有佐证的必须写明"
Sent = Mapping[str, Any]
FACT, VALUE, GROUND, REASON = "fact", "value", "ground", "reason"
MEMBER, SUPPORTER, REPLACES = "member", "supporter", "replaces"


class NoCheck(NotKnown):
    """Nobody has asked the sources about this family yet."""

    code = "desk.no_check"
    sentence = "还没有发起核对。"


def sent(post: QueryDict) -> dict[str, Any]:
    """Return what was sent: one text a name, and every text of a name in brackets: `who[]`."""
    return {**texts(post), **{f"{name}[]": post.getlist(name) for name in post}}


def key_of(text: str) -> int | None:
    """Read a key that was sent, None where it is none."""
    return int(text) if text.isdecimal() and len(text) <= LONGEST_KEY else None


def fact_label(name: str) -> str:
    """Say a fact."""
    fact = lawbook.packs().facts.by_name.get(name)
    return fact.label if fact else name


def member_of(found: Opened, key: str) -> FamilyMember | None:
    """Return a member by key, None where none is named."""
    return next((member for member in found.members if str(member.pk) == key), None)


# ---------------------------------------------------------------- settling


def settling(found: Opened, given: Sent) -> list[Field]:
    """Ask which value of one fact counts."""
    row, fact = _row(found, given)
    options = grounds_of(row, fact, given.get(GROUND))
    has_usual = any(usual_reason(row, ground) for ground in (Ground.SOURCE, Ground.VISIT))
    evidence = Option(Ground.EVIDENCE.value, "另有佐证材料，值写在下面", given.get(GROUND) == Ground.EVIDENCE.value)
    bare = Field(name=VALUE, label="佐证材料说明的值", hint="只在另有佐证材料时填写")
    return [
        *(Field(name=name, label="", shape="hidden", value=str(value)) for name, value in _key(row)),
        Field(name=GROUND, is_needed=True, label=f"{fact.label}：采用哪个值？", shape="choices",
              options=(*options, evidence)),
        unit_field(fact.unit, bare, Draft({VALUE: [str(given.get(VALUE, ""))]}), lawbook.packs().facts.vocabulary),
        Field(name=REASON, label="理由", shape="textarea", value=given.get(REASON, ""),
              hint=MAY_BE_EMPTY if has_usual else "必须写明"),
    ]  # fmt: skip


def _key(row: Difference) -> Iterator[tuple[str, object]]:
    yield FACT, row.fact
    yield MEMBER, row.whom[0] or ""
    yield SUPPORTER, row.whom[1] or ""
    yield REPLACES, row.adopted.pk if row.adopted else ""


def _row(found: Opened, given: Sent) -> tuple[Difference, Fact]:
    fact = lawbook.packs().facts.by_name.get(str(given.get(FACT, "")))
    keys = (str(given.get(MEMBER, "")), str(given.get(SUPPORTER, "")))
    whom = tuple(key_of(key) for key in keys)
    for row in found.differences:
        if fact is not None and row.fact == fact.name and row.whom == whom:
            return row, fact
    raise AnswerNeeded(field=FACT, label="项目", reason="不在这份申请里")


def settlement(found: Opened, given: Sent) -> Settlement:
    """Read what counts. Raises AnswerNeeded."""
    row, fact = _row(found, given)
    ground = needed(given, GROUND, "采用哪个值")
    return Settlement(
        fact=fact.name, ground=ground, reason=str(given.get(REASON, "")).strip() or usual_reason(row, ground),
        value=value_of(fact, given.get(VALUE, "")) if ground == Ground.EVIDENCE else None,
        member=member_of(found, str(row.whom[0])), supporter=_supporter(found, row.whom[1]),
        replaces=key_of(str(given.get(REPLACES, ""))),
    )  # fmt: skip


def _supporter(found: Opened, key: int | None) -> Supporter | None:
    everyone = (each for member in found.members for each in member.supporters.all())
    return next((each for each in everyone if each.pk == key), None)


def value_of(fact: Fact, text: str) -> Any:
    """Turn what was written into what a household file has: money and codes stay text."""
    kind = fact.unit.kind.name
    if not text.strip():
        return None
    if kind == "BOOL":
        return text == "true"
    whole = not fact.unit.is_money and kind not in ("CHOICE", "CODES", "DAY") and text.strip().isdecimal()
    return int(text) if whole else text.strip()


# ---------------------------------------------------------------- consents


def consenting(found: Opened, given: Sent) -> list[Field]:
    """Ask who signed."""
    ticked = given.get("who[]", [])
    people = tuple(Option(str(each.pk), each.name, str(each.pk) in ticked) for each in found.members)
    options = (Option(code, label, code == given.get("signer")) for code, label in ConsentSigner.choices)
    return [
        Field(name="who", is_needed=True, label="谁的授权？", shape="choices", several=True, options=people),
        Field(name="signer", is_needed=True, label="由谁签署？", shape="choices", options=tuple(options),
              hint="未成年人由监护人签署；监护人签署的，分开登记"),
        Field(name="signer_name", label="监护人姓名", hint="本人签署的不填", value=given.get("signer_name", "")),
    ]  # fmt: skip


def signatures(found: Opened, given: Sent) -> list[tuple[FamilyMember, Signature]]:
    """Read the signatures: to every source the place may ask. Raises AnswerNeeded."""
    chosen = [member for member in found.members if str(member.pk) in given.get("who[]", [])]
    if not chosen:
        raise AnswerNeeded(field="who", label="谁的授权", reason="没有选择")
    signer = needed(given, "signer", "由谁签署")
    sources = tuple(each.source.name for each in sourcebook().askable(found.case.place, found.on))
    guardian = "" if signer == ConsentSigner.SELF else needed(given, "signer_name", "监护人姓名")
    return [
        (member, Signature(signer=signer, signer_name=guardian or member.name, sources=sources, purpose=PURPOSE))
        for member in chosen
    ]


# ---------------------------------------------------------------- answers


def last_check(found: Opened) -> CheckRequest:
    """Return the newest check. Raises NoCheck."""
    checks = checks_of(found.case.application)
    if not checks:
        raise NoCheck
    return checks[0]


# ---------------------------------------------------------------- visits


def visiting(found: Opened, given: Sent) -> list[Field]:
    """Ask what a visit came to."""
    ticked = given.get("visitors[]", [])
    others = tuple(Option(str(key), name, str(key) in ticked) for key, name in _colleagues(found).items())
    ways = tuple(Option(code, label, given.get("way", VisitWay.HOME.value) == code) for code, label in VisitWay.choices)
    return [
        Field(name="visited_on", label="调查日期", kind="date", value=given.get("visited_on", found.on.isoformat())),
        Field(name="visitors", label="同去的工作人员", shape="choices", several=True, options=others,
              hint="您自己已经算一人；每组不少于两人"),
        Field(name="way", label="方式", shape="choices", options=ways),
        Field(name="place_note", label="地点", value=given.get("place_note", "")),
        Field(name="findings", is_needed=True, label="调查情况", shape="textarea", value=given.get("findings", "")),
        Field(name="opinion", is_needed=True, label="调查意见", shape="textarea", value=given.get("opinion", "")),
        Field(name="family_signer", label="签字的家庭成员", hint="没有签字的，写明原因",
              value=given.get("family_signer", ""), is_needed=not given.get("unsigned_reason", "").strip()),
        Field(name="unsigned_reason", label="没有签字的原因", hint="签了字的不填",
              value=given.get("unsigned_reason", "")),
    ]  # fmt: skip


def _colleagues(found: Opened) -> dict[int, str]:
    """List who else of the place may investigate today, by the key of the officer."""
    own = officer(found.somebody).pk
    posts = posts_under(place(found.somebody), found.on)
    return {post.officer_id: post.officer.name for post in posts if post.officer_id != own and _visits(post.role)}


def _visits(role: str) -> bool:
    return not MAY[role].isdisjoint({Act.INVESTIGATE, Act.REGISTER, Act.LEAVE_LEAD, Act.REVIEW})


def visit(found: Opened, given: Sent) -> tuple[Visited, list[Officer]]:
    """Read a visit. Raises AnswerNeeded."""
    known = _colleagues(found)
    keys = [int(key) for key in given.get("visitors[]", []) if key.isdecimal() and int(key) in known]
    visited_on: date = day(given, "visited_on", "调查日期") or found.on
    visited = Visited(
        visited_on=visited_on, findings=needed(given, "findings", "调查情况"),
        opinion=needed(given, "opinion", "调查意见"), family_signer=given.get("family_signer", ""),
        unsigned_reason=given.get("unsigned_reason", ""), place_note=given.get("place_note", ""),
        way=given.get("way", VisitWay.HOME.value),
    )  # fmt: skip
    return visited, list(Officer.objects.filter(pk__in=keys).order_by("pk"))
