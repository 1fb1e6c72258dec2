"""What was asked about a family, what was answered and seen, and what was settled on."""

from doudi.verification.models.asking import AnswerKind, CheckRequest, Consent, ConsentSigner, SourceAnswer, Unreachable
from doudi.verification.models.delivering import Delivery, DeliveryKey, DeliveryOutcome, Forgetting, MemberToken, Roster
from doudi.verification.models.finding import AdoptedFact, FoundFact, Ground, OpenDifferences, Report
from doudi.verification.models.obligors import KnownFrom, ObligorsNoted
from doudi.verification.models.visiting import HomeVisit, VisitFact, Visitor, VisitWay

__all__ = [
    "AdoptedFact",
    "AnswerKind",
    "CheckRequest",
    "Consent",
    "ConsentSigner",
    "Delivery",
    "DeliveryKey",
    "DeliveryOutcome",
    "Forgetting",
    "FoundFact",
    "Ground",
    "HomeVisit",
    "KnownFrom",
    "MemberToken",
    "ObligorsNoted",
    "OpenDifferences",
    "Report",
    "Roster",
    "SourceAnswer",
    "Unreachable",
    "VisitFact",
    "VisitWay",
    "Visitor",
]
