"""The opinion of the township, and that of the county: on one determination, for or against."""

from __future__ import annotations

from collections.abc import Callable

from doudi.accounts.models import Officer
from doudi.casework.reasons import grounds_of
from doudi.casework.services.give_opinion import give_opinion
from doudi.casework.services.review import review
from doudi.casework.services.send_back import MAY_SEND_BACK, send_back
from doudi.casework.steps import AFTER_OPINION, Recommends
from doudi.casework.steps import Deed as Ends
from doudi.desk.case.figures import computed
from doudi.desk.case.handed_back import handed_back
from doudi.desk.case.opened import Opened
from doudi.desk.doing.deeds import Deed, Given, needed
from doudi.desk.doing.standing import may_end
from doudi.desk.labels import programme_label
from doudi.determination.models import Determination, Purpose, Result
from doudi.determination.queries import has_lost_somebody
from doudi.faces.fields import Field
from doudi.kernel.errors import NotNow
from doudi.kernel.money import show_yuan

TEXT = "text"
BINDING = (Purpose.OPINION, Purpose.DECISION)


class NotDetermined(NotNow):
    """No opinion without a determination made for it."""

    code = "desk.not_determined"
    sentence = "还没有为提出意见作测算，请先在“测算依据”里测算。"


def _binding(found: Opened) -> Determination:
    determination = found.determination
    if determination is None or determination.purpose not in BINDING:
        raise NotDetermined
    return determination


def _told(found: Opened) -> list[str]:
    determination = found.determination
    if determination is None or determination.purpose not in BINDING:
        return [NotDetermined.sentence]
    back = handed_back(found)
    asked = [f"{back.title}{back.reason}"] if back else []
    return [*asked, *computed(determination), *(ground.text for ground in grounds_of(determination))]


def _text(recommends: Recommends) -> Callable[[Opened, Given], list[Field]]:
    def fields(found: Opened, given: Given) -> list[Field]:
        usual = _usual(found, recommends)
        return [Field(name=TEXT, is_needed=True, label="意见", shape="textarea", value=given.get(TEXT, usual))]

    return fields


def _usual(found: Opened, recommends: Recommends) -> str:
    determination, label = found.determination, programme_label(found.case.programme)
    if recommends == Recommends.REFUSE or determination is None or determination.amount_fen is None:
        return f"不符合{label}条件，建议不予确认。" if recommends == Recommends.REFUSE else ""
    return f"符合条件，拟给予{label}，每月 {show_yuan(determination.amount_fen)}。"


def _give(recommends: Recommends) -> Callable[[Opened, Given, Officer], str]:
    def perform(found: Opened, given: Given, by: Officer) -> str:
        give_opinion(
            case=found.case, determination=_binding(found), recommends=recommends, text=needed(given, TEXT, "意见"),
            by=by, on=found.on,
        )  # fmt: skip
        return "初审意见已提出。"

    return perform


def _review(recommends: Recommends) -> Callable[[Opened, Given, Officer], str]:
    def perform(found: Opened, given: Given, by: Officer) -> str:
        review(
            case=found.case, determination=_binding(found), recommends=recommends, text=needed(given, TEXT, "意见"),
            by=by, on=found.on,
        )  # fmt: skip
        return "审核意见已提出。"

    return perform


# ---------------------------------------------------------------- an opinion that holds no longer


def _send_back(found: Opened, given: Given, by: Officer) -> str:
    del given
    send_back(case=found.case, by=by, on=found.on)
    return "已退回，请重新提出意见。"


def _may_send_back(found: Opened) -> bool:
    """Whether something was determined since the opinion that tells otherwise, or of a family that has changed."""
    last, newest = found.last_opinion, found.determination
    if last is None or newest is None or found.step not in AFTER_OPINION or newest.pk <= last.determination_id:
        return False
    if newest.purpose not in BINDING or not any(map(found.allows, MAY_SEND_BACK)):
        return False
    then = last.determination
    return (then.status, then.amount_fen) != (newest.status, newest.amount_fen) or has_lost_somebody(then, on=found.on)


def _offers(deed: Ends, status: Result) -> Callable[[Opened], bool]:
    def offers(found: Opened) -> bool:
        determination = found.determination
        return may_end(found, deed) and determination is not None and determination.status == status

    return offers


DEEDS = (
    Deed(name="send-back", label="退回重新提出意见", perform=_send_back, offers=_may_send_back),
    Deed(name="propose-refusal", label="提出初审意见：建议不予", kind="danger", perform=_give(Recommends.REFUSE),
         offers=_offers(Ends.GIVE_OPINION, Result.INELIGIBLE), fields=_text(Recommends.REFUSE), told=_told),
    Deed(name="propose-grant", label="提出初审意见：建议给予", is_main=True, perform=_give(Recommends.GRANT),
         offers=_offers(Ends.GIVE_OPINION, Result.ELIGIBLE), fields=_text(Recommends.GRANT), told=_told),
    Deed(name="review-refusal", label="提出审核意见：建议不予", kind="danger", perform=_review(Recommends.REFUSE),
         offers=_offers(Ends.REVIEW, Result.INELIGIBLE), fields=_text(Recommends.REFUSE), told=_told),
    Deed(name="review-grant", label="提出审核意见：建议给予", is_main=True, perform=_review(Recommends.GRANT),
         offers=_offers(Ends.REVIEW, Result.ELIGIBLE), fields=_text(Recommends.GRANT), told=_told),
)  # fmt: skip
