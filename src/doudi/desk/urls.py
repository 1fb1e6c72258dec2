"""The addresses of the officers' pages. Whoever is not signed in is sent to `sign_in` by the gate of the project."""

from __future__ import annotations

from django.urls import path
from django.views.generic import RedirectView

from doudi.desk.signin import account, views

app_name = "desk"
urlpatterns = [
    path("", RedirectView.as_view(pattern_name="desk:account"), name="start"),
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-in/code/", views.code, name="code"),
    path("sign-in/outside/", views.outside, name="outside"),
    path("sign-in/back/", views.back_from_outside, name="back_from_outside"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("account/", account.overview, name="account"),
    path("account/office/", account.choose_office, name="choose_office"),
    path("account/password/", account.password, name="password"),
    path("account/second-factor/", account.second_factor, name="second_factor"),
    path("account/recovery-codes/", account.recovery_codes, name="recovery_codes"),
]
