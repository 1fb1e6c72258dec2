"""The style guide: every component in each of its states, so that one look and one axe run cover them all."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from doudi.portal import samples


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show the components."""
    context = {name.lower(): value for name, value in vars(samples).items() if name.isupper()}
    return render(request, "styleguide.html", context)
