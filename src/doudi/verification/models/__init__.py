"""What was asked about a family, what was answered and seen, and what was settled on."""

from doudi.verification.models.asking import (
    AnswerKind,
    CheckRequest,
    Consent,
    ConsentEnd,
    ConsentSigner,
    SourceAnswer,
    Unreachable,
)
from doudi.verification.models.finding import AdoptedFact, FoundFact, Ground, OpenDifferences, Report
from doudi.verification.models.objecting import Objection
from doudi.verification.models.obligors import KnownFrom, ObligorsNoted
from doudi.verification.models.visiting import HomeVisit, VisitFact, Visitor, VisitWay

__all__ = [
    "AdoptedFact",
    "AnswerKind",
    "CheckRequest",
    "Consent",
    "ConsentEnd",
    "ConsentSigner",
    "FoundFact",
    "Ground",
    "HomeVisit",
    "KnownFrom",
    "Objection",
    "ObligorsNoted",
    "OpenDifferences",
    "Report",
    "SourceAnswer",
    "Unreachable",
    "VisitFact",
    "VisitWay",
    "Visitor",
]
