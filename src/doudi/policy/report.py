"""An assessment as JSON carries it: for the command line, the API and the pages alike."""

from __future__ import annotations

import json
from typing import Any, Final

from doudi import __version__
from doudi.kernel.amount_words import words as in_words
from doudi.kernel.divisions import LEVEL_LABELS
from doudi.kernel.money import plain_yuan
from doudi.policy.assessment import STATUS_LABELS, Assessment, Choice, Outcome, Status
from doudi.policy.explain import ENDED, OPEN, Explainer
from doudi.policy.faces import cited, opened
from doudi.policy.programmes import PERIODS, Condition, Programme
from doudi.policy.turned import turns_as_json
from doudi.policy.turning import shortest
from doudi.policy.unknown import Cause
from doudi.policy.values import PER, Words

WAITING_KEPT: Final = 2048
"""So many outcomes a law keeps in pieces, for whoever waits for the same."""
OBLIGOR_QUESTION = ("法定义务人", "有没有法定赡养、抚养、扶养义务人（父母、成年子女、配偶等）？各是什么情况？")


def as_json(assessment: Assessment) -> dict[str, Any]:
    """Return a whole assessment as JSON has it, explanations included."""
    return json.loads(as_text(assessment))


def as_text(assessment: Assessment, **more: Any) -> str:
    """Write a whole assessment as JSON text, explanations included; `more` stands at its end."""
    explainer = Explainer(assessment)
    shown = explainer.faces
    shown.report = shown.report or _law(assessment)
    out = [shown.report, ',"outcomes":[']
    explained = trees(assessment, explainer)
    told = (
        f'{_opening(assessment, explainer, each)},"explanation":{explained[id(each)]}}}'
        if id(each) in explained
        else _open(explainer, each)
        for each in assessment.ranked()
    )
    out += [",".join(told), "]"]
    more = {"choices": [_choice(explainer, each) for each in assessment.choices()], **more}
    out.append(f",{opened(**more)[1:]}}}")
    return "".join(out)


def trees(assessment: Assessment, explainer: Explainer) -> dict[int, str]:
    """Write the explanations by id() of the outcome, first of programmes handled here, as the others refer to them.

    Those that may concern nobody are left out: there is nothing to explain yet.
    """
    found: dict[int, str] = {}
    told = [each for each in assessment.outcomes if not _is_all_open(each)]
    for outcome in sorted(told, key=lambda each: not each.programme.handled):
        out: list[str] = []
        explainer.outcome(outcome, out)
        found[id(outcome)] = "".join(out)
    return found


def _is_all_open(outcome: Outcome) -> bool:
    """Whether it waits for nothing but whom the programme concerns; most do, in a family that told a little."""
    return outcome.status is Status.UNDETERMINED and not outcome.concerns and not outcome.programme.handled


def _law(assessment: Assessment) -> str:
    """Write place, day and law, which are the same for all households."""
    law, packs = assessment.law, assessment.snapshot.packs
    place = packs.places.by_code[law.place]
    return opened(
        place={"code": law.place, "name": place.name, "path": packs.places.path(law.place)},
        on=law.day.isoformat(),
        law={
            "snapshot": assessment.snapshot.digest,
            "code": __version__,
            "assumed": _assumed(assessment),
        },
    )


def _assumed(assessment: Assessment) -> list[dict[str, Any]]:
    words = Words(assessment.snapshot.packs.facts.vocabulary)
    parameters = assessment.snapshot.packs.parameters
    found: list[dict[str, Any]] = []
    for name, value in assessment.snapshot.assumed.items():
        unit = parameters[name].unit
        per = f"/{PER[unit.kind]}" if unit.kind in PER else ""
        found.append({"name": name, "label": parameters[name].label, "value": f"{words.say(unit, value)}{per}"})
    return found


def _opening(assessment: Assessment, explainer: Explainer, outcome: Outcome) -> str:
    """Write an outcome as far as its explanation."""
    person = explainer.everybody[outcome.path].person
    questions = ",".join(_question(explainer, cause) for cause in _in_order(outcome.waits_for))
    said = UNDETERMINED if outcome.status is Status.UNDETERMINED else _concluded(assessment, explainer, outcome)
    return f'{_head(explainer, outcome.programme)},"person":{person},{said},"questions":[{questions}]'


def _open(explainer: Explainer, outcome: Outcome) -> str:
    """Write an outcome that may concern nobody: but for the persons it is the same for all who wait for the same."""
    known, everybody = explainer.faces.waiting, explainer.everybody
    key = (outcome.programme.id, outcome.path, outcome.waits_for)
    pieces = known.get(key)
    if pieces is None:
        pieces = _pieces(explainer, outcome)
        if len(known) < WAITING_KEPT:
            known[key] = pieces
    return "".join([each if each.__class__ is str else everybody[each].person for each in pieces])


def _pieces(explainer: Explainer, outcome: Outcome) -> list[Any]:
    """Write such an outcome in pieces; a path stands for who it is. There is nothing to explain yet."""
    pieces: list[Any] = [f'{_head(explainer, outcome.programme)},"person":', outcome.path, f",{UNDETERMINED}"]
    before = ',"questions":['
    for cause in _in_order(outcome.waits_for):
        pieces += (before, _asking(explainer, cause), ',"person":', cause.path)
        before = "},"
    return [*pieces, f'}}],"explanation":{explainer.opening(outcome)}', outcome.path, f"{OPEN}{ENDED}}}"]


def _concluded(assessment: Assessment, explainer: Explainer, outcome: Outcome) -> str:
    """Write what a grant gives, or why there is none."""
    shown = explainer.faces.by_name
    return opened(
        status=outcome.status.value,
        status_label=STATUS_LABELS[outcome.status],
        amount_fen=outcome.amount,
        amount=_yuan(outcome.amount),
        amount_words=None if outcome.amount is None else in_words(outcome.amount),
        per_person=_yuan(outcome.per_person),
        components=[
            {"name": name, "label": shown[name].label, "amount": _yuan(amount)} for name, amount in outcome.components
        ],
        told=[_told(explainer, name, value) for name, value in outcome.told],
        reasons=[_reason(explainer, outcome, condition) for condition in outcome.failed],
        **_turning(assessment, explainer, outcome),
    )[1:]


UNDETERMINED: Final = opened(
    status=Status.UNDETERMINED.value,
    status_label=STATUS_LABELS[Status.UNDETERMINED],
    amount_fen=None,
    amount=None,
    amount_words=None,
    per_person=None,
    components=[],
    told=[],
    reasons=[],
    shortest=None,
    turns=[],
)[1:]
"""What is concluded of an outcome that is still open: nothing."""


def _head(explainer: Explainer, programme: Programme) -> str:
    """Write what a programme says of itself, which is the same for all households; once for a law."""
    heads, packs = explainer.faces.heads, explainer.faces.packs
    if programme.id not in heads:
        heads[programme.id] = opened(
            programme=programme.id,
            label=programme.label,
            unit=programme.unit.name,
            layer=programme.layer,
            department=packs.departments[programme.department],
            gives=programme.gives,
            service=programme.service,
            period=programme.period,
            period_label=PERIODS[programme.period],
            who=programme.who,
            procedure=programme.procedure,
            handled=programme.handled,
            cites=cited(packs, packs.sources.current(programme.cites, explainer.law.day)),
        )
    return heads[programme.id]


def _told(explainer: Explainer, name: str, value: int | None) -> dict[str, str | None]:
    """Write a row that a grant tells beside its amount; the text is None where the value is not known."""
    unit = explainer.law.computation.plan.names[name].unit
    words = Words(explainer.faces.packs.facts.vocabulary)
    text = None if value is None else words.say(unit, value)
    return {"name": name, "label": explainer.faces.by_name[name].label, "text": text}


def _turning(assessment: Assessment, explainer: Explainer, outcome: Outcome) -> dict[str, Any]:
    """Write the shortest sufficient reason of a refusal, and what would turn it."""
    deciding = shortest(assessment, outcome)
    return {
        "shortest": None if deciding is None else _reason(explainer, outcome, deciding),
        "turns": turns_as_json(assessment, outcome, explainer.faces) if outcome.failed and outcome.concerns else [],
    }


def _choice(explainer: Explainer, choice: Choice) -> dict[str, Any]:
    """Write a choice between two programmes: what each gives, for whom, and by which article only one of them."""
    members = {each.id: each.name for each in explainer.household.members}
    return {
        "programmes": [
            {
                "programme": each.programme.id, "label": each.programme.label, "amount": _yuan(each.amount),
                "period_label": PERIODS[each.programme.period], "service": each.programme.service,
            }
            for each in choice.outcomes
        ],
        "persons": [{"id": person, "name": members[person]} for person in choice.persons],
        "cites": cited(explainer.faces.packs, (choice.cites,)),
    }  # fmt: skip


def _yuan(fen: int | None) -> str | None:
    return None if fen is None else plain_yuan(fen)


def _in_order(causes: frozenset[Cause]) -> list[Cause]:
    return sorted(causes, key=lambda cause: (cause.kind, cause.path, cause.name))


def _reason(explainer: Explainer, outcome: Outcome, condition: Condition) -> dict[str, Any]:
    """Write why a condition failed, with its article; a condition that is a mere fact has that of the programme."""
    packs, own = explainer.faces.packs, explainer.faces.by_name[condition.rule].cites
    return {
        "text": explainer.reason(condition.otherwise, outcome.path),
        "rule": condition.rule,
        "cites": own or cited(packs, packs.sources.current(outcome.programme.cites, explainer.law.day)),
    }


def _question(explainer: Explainer, cause: Cause) -> str:
    return f'{_asking(explainer, cause)},"person":{explainer.everybody[cause.path].person}}}'


def _asking(explainer: Explainer, cause: Cause) -> str:
    """Write a question as far as the person it is about."""
    asked = explainer.faces.asked
    if (cause.kind, cause.name) not in asked:
        asked[cause.kind, cause.name] = opened(**_asked(explainer, cause))
    return asked[cause.kind, cause.name]


def _asked(explainer: Explainer, cause: Cause) -> dict[str, Any]:
    """Write what is asked, the same for all households; once for a law."""
    packs = explainer.faces.packs
    if cause.kind == "parameter":
        parameter = packs.parameters[cause.name]
        competent = parameter.competent(explainer.law.day)
        levels = "、".join(LEVEL_LABELS[level] for level in sorted(competent.levels))
        asked = (parameter.label, f"当地还没有可用的“{parameter.label}”，可以由{levels}规定并公布。")
        cites = cited(packs, (competent.cites,))
    elif cause.kind == "fact":
        fact = packs.facts.by_name.get(cause.name)
        asked = (fact.label, fact.question or fact.label) if fact else OBLIGOR_QUESTION
        cites = []
    else:
        asked, cites = (cause.name, f"规则没有规定这种情形：{cause.name}"), []
    return {"kind": cause.kind, "name": cause.name, "label": asked[0], "question": asked[1], "cites": cites}
