"""What is said of the deeds of the history, also of those that end no stage."""

from __future__ import annotations

from typing import Final

from doudi.casework.advance import SENT_BACK
from doudi.casework.steps import Deed

OTHERS: Final = {
    "opened": "立件",
    "notice_passed": "公示期满",
    "extended": "延长时限",
    "paused": "中止计时",
    "resumed": "恢复计时",
    "rule_followed": "适用新规定",
    SENT_BACK: "退回重新提出意见",
    "taken_back": "申请人撤回申请",
    "withdrawn": "按撤回办结",
    "terminated": "终止办理",
    "change_proposed": "建议调整待遇",
    "adjust": "决定增发、减发",
    "suspend": "决定停发",
    "stop": "决定终止待遇",
}


def said(deed: str) -> str:
    """Say a deed of the history."""
    return OTHERS.get(deed) or Deed(deed).label
