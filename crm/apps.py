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
    """Connects every receiver in the project; nothing else does. Models exist once the apps are ready."""
    from django.contrib.auth.models import Group, User
    from django.core.signals import request_started
    from django.db.backends.signals import connection_created
    from django.db.models.signals import m2m_changed, post_delete, post_migrate, post_save, pre_delete

    from crm import signals
    from crm.directory.models import Person
    from crm.directory.notifications import begin_afresh, forget, forget_account, forget_person
    from crm.directory.seeds.roles import plant_roles
    from crm.tickets import notifications as tickets
    from crm.tickets.models import TicketType
    from crm.tickets.models.defence import defend_base_status
    from crm.wire.archive.compare import lower_all_letters

    signals.ticket_saved.connect(tickets.tell_of_ticket, dispatch_uid="tell_of_ticket")
    signals.ticket_announced.connect(tickets.tell_of_ticket_now, dispatch_uid="tell_of_ticket_now")
    signals.message_saved.connect(tickets.tell_of_message, dispatch_uid="tell_of_message")
    signals.message_announced.connect(tickets.tell_of_message_now, dispatch_uid="tell_of_message_now")
    signals.message_sent.connect(tickets.send_letters, dispatch_uid="send_letters")
    signals.message_texted.connect(tickets.send_texts, dispatch_uid="send_texts")
    connection_created.connect(lower_all_letters, dispatch_uid="lower_all_letters")
    request_started.connect(begin_afresh, dispatch_uid="begin_afresh")
    post_save.connect(forget_person, sender=Person, dispatch_uid="forget_person")
    pre_delete.connect(forget_person, sender=Person, dispatch_uid="forget_person")
    post_save.connect(forget_account, sender=User, dispatch_uid="forget_account")
    post_delete.connect(forget, sender=Group, dispatch_uid="forget group")
    for relation in (User.groups, User.user_permissions, Group.permissions, TicketType.visible_for_groups):
        m2m_changed.connect(forget, sender=relation.through, dispatch_uid=f"forget {relation}")
    post_migrate.connect(plant_roles, sender=apps.get_app_config("crm"), dispatch_uid="plant_roles")
    post_migrate.connect(defend_base_status, sender=apps.get_app_config("crm"), dispatch_uid="defend")
