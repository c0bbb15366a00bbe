"""The one Django app of Fjord."""

from django.apps import AppConfig, apps

from crm.checks import register_checks


class CrmConfig(AppConfig):
    name = "crm"
    verbose_name = "Fjord"

    def ready(self) -> None:
        register_checks()
        connect_receivers()


def connect_receivers() -> None:
    """Connects every receiver of `crm.signals`, and what makes remembered lists be forgotten; nothing else does."""
    from django.contrib.auth.models import Group, User  # models exist once the apps are ready
    from django.db.models.signals import m2m_changed, post_migrate, post_save

    from crm import signals
    from crm.directory.models import Associate, Person
    from crm.tickets.models.defence import defend_base_status
    from crm.tickets.notifications import tell_of_ticket
    from crm.wire import lists

    def forget(**_fact: object) -> None:
        lists.touch()

    def forget_person(instance: Person, **_fact: object) -> None:
        if Associate.objects.filter(person=instance).exists():
            lists.touch()

    def forget_account(update_fields: frozenset[str] | None = None, **_fact: object) -> None:
        if update_fields != frozenset({"last_login"}):  # signing in changes nothing that is shown
            lists.touch()

    def defend(using: str, **_fact: object) -> None:
        defend_base_status(using)

    post_migrate.connect(defend, sender=apps.get_app_config("crm"), dispatch_uid="defend", weak=False)
    signals.ticket_saved.connect(tell_of_ticket, dispatch_uid="tell_of_ticket")
    post_save.connect(forget_person, sender=Person, dispatch_uid="forget_person", weak=False)
    post_save.connect(forget_account, sender=User, dispatch_uid="forget_account", weak=False)
    for relation in (User.groups, User.user_permissions, Group.permissions):
        m2m_changed.connect(forget, sender=relation.through, dispatch_uid=f"forget {relation}", weak=False)
