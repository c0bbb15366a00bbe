"""Lists that people make themselves, and how any list is laid out: headings, and who sees which item."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from crm.directory.models.associate import UserGroup
from crm.directory.models.lists import ListItem
from crm.wire.lists import ListQuerySet, ListRow

FIRST_CUSTOM = 1001  # numbers below are those of the lists that features bring


class CustomList(ListItem):
    """A list that was made here; or, under the number of a list that a feature brings, what was changed of that one."""

    is_custom = models.BooleanField(_("made here"), default=True, editable=False)
    uses_headings = models.BooleanField(_("uses groups and headings"), default=False)
    list_type = models.CharField(_("type"), max_length=100, blank=True)

    objects = ListQuerySet["CustomList"].as_manager()

    class Meta(ListItem.Meta):
        verbose_name = _("list")
        verbose_name_plural = _("lists")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_custom=True, id__gte=FIRST_CUSTOM)
                | models.Q(is_custom=False, id__lt=FIRST_CUSTOM),
                name="custom_list_number",
            ),
            models.UniqueConstraint(
                Lower("name"), condition=models.Q(is_custom=True, deleted=False), name="custom_list_name"
            ),
        ]


class CustomListItem(ListItem):
    """An item of a list that was made here."""

    list = models.ForeignKey(
        CustomList, on_delete=models.CASCADE, related_name="items", verbose_name=_("list")
    )

    objects = ListQuerySet["CustomListItem"].as_manager()

    class Meta(ListItem.Meta):
        verbose_name = _("item of a list")
        verbose_name_plural = _("items of lists")


class ListHeading(ListItem):
    """A heading that items of one list stand below, by the number of that list."""

    list_number = models.PositiveIntegerField(_("list"), db_index=True)

    objects = ListQuerySet["ListHeading"].as_manager()

    class Meta(ListItem.Meta):
        verbose_name = _("heading of a list")
        verbose_name_plural = _("headings of lists")


class HeadedItem(ListRow):
    """An item that stands below a heading."""

    heading = models.ForeignKey(ListHeading, on_delete=models.CASCADE, related_name="headed")
    item_number = models.PositiveIntegerField()

    objects = ListQuerySet["HeadedItem"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["heading", "item_number"], name="headed_item_once"),
        ]

    def __str__(self) -> str:
        return f"{self.heading}: {self.item_number}"


class ItemGroup(ListRow):
    """A group that sees an item; an item without any is seen by everybody."""

    list_number = models.PositiveIntegerField()
    item_number = models.PositiveIntegerField()
    group = models.ForeignKey(UserGroup, on_delete=models.CASCADE, related_name="+")

    objects = ListQuerySet["ItemGroup"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["list_number", "item_number", "group"], name="item_group_once"),
        ]

    def __str__(self) -> str:
        return f"{self.list_number}/{self.item_number}: {self.group}"
