"""Registers the stage with Django."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """Payments 发放."""

    name = "doudi.payments"
    label = "payments"
    verbose_name = "资金发放"
