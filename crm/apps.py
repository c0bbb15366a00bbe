"""The one Django app of Fjord."""

from django.apps import AppConfig

from crm.checks import register_checks


class CrmConfig(AppConfig):
    name = "crm"
    verbose_name = "Fjord"

    def ready(self) -> None:
        register_checks()
        connect_receivers()


def connect_receivers() -> None:
    """Connects every receiver of `crm.signals`; nothing else in the project does."""
