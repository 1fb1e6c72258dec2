"""From a case to the one before it or after it in the worklist, looked for when somebody goes there."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from doudi.accounts.roles import Act
from doudi.casework.queries import case_beside, case_numbered
from doudi.desk.frame import posts_here
from doudi.desk.pages import asking, done


@never_cache
@require_safe
def before(request: HttpRequest, number: str) -> HttpResponse:
    """Go to the case before. Raises MayNot; 404 where the officer sees none of that number."""
    return _beside(request, number, later=False)


@never_cache
@require_safe
def after(request: HttpRequest, number: str) -> HttpResponse:
    """Go to the next case. Raises MayNot; 404 where the officer sees none of that number."""
    return _beside(request, number, later=True)


def _beside(request: HttpRequest, number: str, *, later: bool) -> HttpResponse:
    somebody = asking(request, Act.READ_CASE)
    case = case_numbered(number)
    if case is None:
        raise Http404
    found = case_beside(posts_here(somebody), case=case, on=somebody.on, later=later)
    if found is None:
        said = "后面没有等您办理的办件了。" if later else "前面没有等您办理的办件了。"
        return done(request, said, reverse("desk:case", args=[number]))
    return HttpResponseRedirect(reverse("desk:case", args=[found.number]))
