"""Tags that tickets carry."""

from django.utils.translation import gettext_lazy as _

from crm.directory.models.lists import ListItem
from crm.wire.lists import ListQuerySet


class TicketTag(ListItem):
    """A word that tickets are marked with."""

    objects = ListQuerySet["TicketTag"].as_manager()

    class Meta(ListItem.Meta):
        verbose_name = _("ticket tag")
        verbose_name_plural = _("ticket tags")
