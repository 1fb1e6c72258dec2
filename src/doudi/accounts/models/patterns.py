"""What the constraints of this stage have in common."""

from __future__ import annotations

from django.db.models import Q

BEGINS = Q(valid__isempty=False, valid__lower_inf=False)
