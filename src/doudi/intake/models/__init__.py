"""Applications: who asks for help, in whose name, for which family, on what papers."""

from doudi.intake.models.application import Application, Channel, Forwarding, NumberSeries, Opening
from doudi.intake.models.family import DeclaredFact, FamilyMember, Relation, Sex, Supporter
from doudi.intake.models.filing import Draft, Mandate, MandateKind
from doudi.intake.models.papers import Document, Supplement

__all__ = [
    "Application",
    "Channel",
    "DeclaredFact",
    "Document",
    "Draft",
    "FamilyMember",
    "Forwarding",
    "Mandate",
    "MandateKind",
    "NumberSeries",
    "Opening",
    "Relation",
    "Sex",
    "Supplement",
    "Supporter",
]
