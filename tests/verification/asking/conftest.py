"""A check that can be asked over HTTP."""

from __future__ import annotations

import pytest

from doudi.verification.models import CheckRequest
from doudi.verification.services.request_check import request_check
from tests.fixtures.applications import Applications
from tests.fixtures.departments import Running
from tests.fixtures.people import TODAY
from tests.verification.asking.clicks import ONE, OTHER, connect


@pytest.fixture
def check(applications: Applications, department: Running, as_system: None) -> CheckRequest:
    """A check of a family that consented, two of its sources connected."""
    application = applications.consented()
    for source in (ONE, OTHER):
        connect(department, source)
    return request_check(
        application=application, sources=(ONE, OTHER, "vehicles"), by=applications.investigator, on=TODAY
    )
