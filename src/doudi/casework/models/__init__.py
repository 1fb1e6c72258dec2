"""The tables of casework."""

from __future__ import annotations

from doudi.casework.models.case import Case, StepTaken
from doudi.casework.models.clocks import Extension, HolidayConfirmation, HolidayNotice, Pause, Term
from doudi.casework.models.decisions import Decision, Letter, Reason, Reconsideration, Remedy
from doudi.casework.models.proceedings import Deliberation, Notice, Objection, Opinion

__all__ = (
    "Case",
    "Decision",
    "Deliberation",
    "Extension",
    "HolidayConfirmation",
    "HolidayNotice",
    "Letter",
    "Notice",
    "Objection",
    "Opinion",
    "Pause",
    "Reason",
    "Reconsideration",
    "Remedy",
    "StepTaken",
    "Term",
)
