"""What the constraints of this stage have in common."""

from __future__ import annotations

from django.db.models import Q

CODE = r"^([0-9]{6}|[0-9]{9}|[0-9]{12})$"
DIGEST = r"^[0-9a-f]{64}$"
SOMETHING = r"\S"
BEGINS = Q(valid__isempty=False, valid__lower_inf=False)
