"""Registers the stage with Django."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Accounts 账号 and jurisdictions."""

    name = "doudi.accounts"
    label = "accounts"
    verbose_name = "账号与单位"
