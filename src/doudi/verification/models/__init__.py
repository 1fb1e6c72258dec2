"""What was asked about a family, what was answered and seen, and what was settled on."""

from doudi.verification.models.asking import (
    SAYS_NOTHING,
    AnswerKind,
    CheckRequest,
    Consent,
    ConsentEnd,
    ConsentSigner,
    SourceAnswer,
    Unreachable,
)
from doudi.verification.models.connecting import UNDER_WAY, QueryProgress, SourceConnection, SourceQuery
from doudi.verification.models.delivering import Delivery, DeliveryKey, DeliveryOutcome, Forgetting, MemberToken, Roster
from doudi.verification.models.finding import AdoptedFact, FoundFact, Ground, OpenDifferences, Report
from doudi.verification.models.objecting import Objection
from doudi.verification.models.obligors import KnownFrom, ObligorsNoted
from doudi.verification.models.visiting import HomeVisit, VisitFact, Visitor, VisitWay

__all__ = [
    "SAYS_NOTHING",
    "UNDER_WAY",
    "AdoptedFact",
    "AnswerKind",
    "CheckRequest",
    "Consent",
    "ConsentEnd",
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
    "Objection",
    "ObligorsNoted",
    "OpenDifferences",
    "QueryProgress",
    "Report",
    "Roster",
    "SourceAnswer",
    "SourceConnection",
    "SourceQuery",
    "Unreachable",
    "VisitFact",
    "VisitWay",
    "Visitor",
]
