"""The citizens' pages. Each reads the clock and the law once, and keeps nothing of what people write."""

from __future__ import annotations

import os

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from doudi.accounts.signed_in import keeps_nothing
from doudi.faces.draft import Draft, from_form
from doudi.kernel import clock
from doudi.kernel.divisions import Level
from doudi.policy.programmes import LAYERS
from doudi.portal import acts, text_size
from doudi.portal.page import ON, Page
from doudi.standards.queries import current_snapshot

DO = "do"
FIRST_PERSON = {"m1.relation": ["applicant"]}
"""The first person of an empty form is the one who asks; it can be changed like anything else."""


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Say what can be computed, and where."""
    packs = current_snapshot().packs
    local = [pack.place for pack in packs.by_id.values() if pack.level not in (Level.NATION, Level.PROVINCE)]
    places = [packs.places.path(code) for code in local]
    today = clock.today(os.environ)
    in_force = [each for each in packs.programmes if each.covers(today)]
    layers = [
        (said, list(dict.fromkeys(each.label for each in in_force if each.layer == layer)))
        for layer, said in LAYERS.items()
    ]
    return render(request, "home.html", {"places": places, "layers": layers})


@keeps_nothing
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def assess(request: HttpRequest) -> HttpResponse:
    """政策测算: show the form, change its rows, or compute. Everything sent comes back in the page and nowhere else."""
    today = clock.today(os.environ)
    if request.method != "POST":
        page = Page(current_snapshot(), Draft({ON: [today.isoformat()], **FIRST_PERSON}), today)
        return render(request, "assess/page.html", page.context())
    page = Page(current_snapshot(), from_form(request.POST), today)
    size = acts.perform(page, request.POST.get(DO, ""))
    if size:
        request.COOKIES[text_size.COOKIE] = size
    response = render(request, "assess/page.html", page.context())
    if size:
        text_size.keep(response, size)
    return response


@require_safe
def switch_text_size(request: HttpRequest) -> HttpResponse:
    """Keep the text size that a link asked for and go back to where the link stood."""
    back = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = reverse("portal:home")
    response = HttpResponseRedirect(back)
    if text_size.is_known(request.GET.get("to", "")):
        text_size.keep(response, request.GET["to"])
    return response
