"""The one Django app of Fjord."""

from django.apps import AppConfig


class CrmConfig(AppConfig):
    name = "crm"
    verbose_name = "Fjord"

    def ready(self) -> None:
        connect_receivers()


def connect_receivers() -> None:
    """Connects every receiver of `crm.signals`; nothing else in the project does."""
