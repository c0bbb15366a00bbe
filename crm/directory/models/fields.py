"""Custom fields: what installations add to companies, people, appointments, tickets...

Each kind of row has two layouts: the working one, which administrators change, and the published one, which everybody
sees and by which values are read and written. Publishing copies the first over the second.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.directory.models.field_types import (
    CODINGS,
    LENGTHS,
    TEXTS,
    FieldOwner,
    FieldType,
    Justification,
    field_list,
)
from crm.wire.coded import Coding
from crm.wire.lists import ListQuerySet, ListRow

EXTRA = "x_"  # how the names of extra fields begin
SAME_FIELD = ("id", "is_published", "version", "last_version_id", "has_been_published")
MOVES_DATA = ("type", "list_id")


class FieldQuerySet(ListQuerySet["CustomField"]):
    """Definitions; there are few, and those that are published are remembered."""

    def working(self, owner: int) -> models.QuerySet[CustomField]:
        """The layout that administrators change, in its order."""
        return self.filter(owner=owner, is_published=False).order_by("tab_order", "identity")

    def published(self, owner: int) -> models.QuerySet[CustomField]:
        """The layout that holds, in its order."""
        return self.filter(owner=owner, is_published=True).order_by("tab_order", "identity")


class CustomField(ListRow):
    """One field of one layout. Values are kept under its `identity`, which stays when it is renamed or published."""

    owner = models.PositiveSmallIntegerField(_("belongs to"), choices=FieldOwner.choices)
    is_published = models.BooleanField(_("published layout"), default=False, editable=False)
    identity = models.PositiveIntegerField(_("number"), editable=False)
    key = models.CharField(
        _("programmatic name"),
        max_length=64,
        blank=True,
        help_text=_(
            "Such as Acme.Loyalty, or x_loyalty for an extra field. Left empty, it is SuperOffice:number."
        ),
    )
    type = models.PositiveSmallIntegerField(
        _("type"), choices=FieldType.choices, default=FieldType.SHORT_TEXT
    )
    list_id = models.PositiveIntegerField(_("list"), default=0)
    label = models.CharField(_("label"), max_length=254)
    short_label = models.CharField(_("short label"), max_length=254, blank=True)
    tooltip = models.CharField(_("tooltip"), max_length=254, blank=True)
    default = models.CharField(_("default"), max_length=254, blank=True)
    format_mask = models.CharField(_("format mask"), max_length=254, blank=True)
    text_length = models.PositiveIntegerField(
        _("longest text"), default=0, help_text=_("In characters; 0: as long as the type allows.")
    )
    is_mandatory = models.BooleanField(_("mandatory"), default=False)
    is_read_only = models.BooleanField(_("read-only"), default=False)
    is_indexed = models.BooleanField(_("indexed"), default=False)
    is_external = models.BooleanField(_("shown to customers"), default=False)
    hide_label = models.BooleanField(_("without its label"), default=False)
    hide_field = models.BooleanField(_("hidden in programs"), default=False)
    tab_order = models.IntegerField(_("place in the order"), default=0)
    page1_line = models.IntegerField(_("line on the first page"), default=0)
    justification = models.PositiveSmallIntegerField(
        _("justification"), choices=Justification.choices, default=Justification.LEFT
    )
    field_left = models.IntegerField(_("field, left"), default=102)
    field_top = models.IntegerField(_("field, top"), default=0)
    field_width = models.IntegerField(_("field, width"), default=100)
    field_height = models.IntegerField(_("field, height"), default=17)
    label_left = models.IntegerField(_("label, left"), default=0)
    label_top = models.IntegerField(_("label, top"), default=0)
    label_width = models.IntegerField(_("label, width"), default=100)
    label_height = models.IntegerField(_("label, height"), default=17)
    version = models.PositiveIntegerField(_("version"), default=0, editable=False)
    last_version_id = models.PositiveIntegerField(_("id in the last version"), default=0, editable=False)
    has_been_published = models.BooleanField(_("has been published"), default=False, editable=False)

    objects = FieldQuerySet.as_manager()

    class Meta:
        verbose_name = _("custom field")
        verbose_name_plural = _("custom fields")
        ordering = ["owner", "tab_order", "identity"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "is_published", name], name=f"custom_field_{name}_once")
            for name in ("identity", "key", "label")
        ]

    def __str__(self) -> str:
        return self.label or self.key

    @property
    def is_extra(self) -> bool:
        """Whether this is an extra field, as opposed to a user-defined one."""
        return self.key.startswith(EXTRA)

    @property
    def coding(self) -> Coding:
        """How its values are read, stored and told."""
        return CODINGS[self.type]

    @property
    def place(self) -> str:
        """The name that values are stored under; another type that compares otherwise has another."""
        return f"{self.coding.letter}{self.identity}"

    @property
    def longest(self) -> int:
        """How many characters fit; 0 for what is no text."""
        most = LENGTHS.get(self.type, 0)
        return min(self.text_length, most) if self.text_length else most

    @property
    def items(self) -> dict[int, Any]:
        """The rows of its list by their ids, remembered; none when it has no list."""
        found = field_list(self.list_id) if self.type == FieldType.LIST else None
        return found.rows() if found else {}

    def read(self, given: Any) -> Any:
        """The value to store, None for none. Raises ValueError with words for the client."""
        value = self.coding.read(given)
        if self.type in TEXTS and value is not None and len(value) > self.longest:
            raise ValueError(f"The text is {len(value)} characters long; {self.longest} fit.")
        if self.type == FieldType.LIST:
            return self._chosen(value)
        return value

    def _chosen(self, value: int | None) -> int | None:
        if not value:
            return None
        item = self.items.get(value)
        if item is None or item.deleted:
            raise ValueError(f"There is no item {value} to choose in the list of {self.label}.")
        return value

    @property
    def initial(self) -> Any:
        """What a row has that was never given a value, None for nothing."""
        try:
            return self.read(self.default)
        except ValueError:  # an item that was retired since
            return None

    def differs(self, other: CustomField, names: tuple[str, ...] = ()) -> bool:
        """Whether another definition of the field says something else, of these columns or of all."""
        compared = names or [
            each.attname for each in self._meta.concrete_fields if each.attname not in SAME_FIELD
        ]
        return any(getattr(self, name) != getattr(other, name) for name in compared)


class FieldLayout(models.Model):
    """The layouts of one kind of row: their version, and the last number that was given to a field."""

    owner = models.PositiveSmallIntegerField(primary_key=True, choices=FieldOwner.choices)
    version = models.PositiveIntegerField(default=1)
    last_identity = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("layout of custom fields")
        verbose_name_plural = _("layouts of custom fields")

    def __str__(self) -> str:
        return str(FieldOwner(self.owner).label)
