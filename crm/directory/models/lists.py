"""The short lists that people choose from."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from crm.wire.languages import FALLBACK, in_language, language_of
from crm.wire.lists import ListQuerySet, ListRow


class TaskDirection(models.IntegerChoices):
    UNKNOWN = 0, _("Unknown")
    INCOMING = 1, _("Incoming")
    OUTGOING = 2, _("Outgoing")
    SAINT_ALL = 3, _("All")


class TaskType(models.IntegerChoices):
    UNKNOWN = 0, _("Unknown")
    APPOINTMENT = 1, _("Appointment")
    DOCUMENT = 2, _("Document")
    EMAIL = 3, _("E-mail")
    FAX = 4, _("Fax")
    PHONE = 5, _("Phone")
    TO_DO = 6, _("To do")
    MAIL_MERGE_DRAFT = 7, _("Mail merge draft")
    MAIL_MERGE_FINAL = 8, _("Mail merge final")
    REPORT = 9, _("Report")
    SAINT_ALL = 10, _("All")


class VideoMeetingDefault(models.IntegerChoices):
    NO_CHANGE = 0, _("No change")
    VIDEO_MEETING_ON = 1, _("On")
    VIDEO_MEETING_OFF = 2, _("Off")


class TaskColor(models.IntegerChoices):
    LIGHT_BLUE = 0, _("Light blue")
    DARK_BLUE = 1, _("Dark blue")
    LIGHT_GRAY = 2, _("Light gray")
    DARK_GRAY = 3, _("Dark gray")
    LIGHT_GREEN = 4, _("Light green")
    DARK_GREEN = 5, _("Dark green")
    LIGHT_YELLOW = 6, _("Light yellow")
    DARK_YELLOW = 7, _("Dark yellow")
    LIGHT_RED = 8, _("Light red")
    DARK_RED = 9, _("Dark red")
    BLUE_ALT1 = 10, _("Blue 1")
    BLUE_ALT2 = 11, _("Blue 2")
    BLUE_ALT3 = 12, _("Blue 3")
    GRAY_ALT1 = 13, _("Gray 1")
    GRAY_ALT2 = 14, _("Gray 2")
    GRAY_ALT3 = 15, _("Gray 3")
    GREEN_ALT1 = 16, _("Green 1")
    GREEN_ALT2 = 17, _("Green 2")
    GREEN_ALT3 = 18, _("Green 3")
    YELLOW_ALT1 = 19, _("Yellow 1")
    YELLOW_ALT2 = 20, _("Yellow 2")
    YELLOW_ALT3 = 21, _("Yellow 3")
    RED_ALT1 = 22, _("Red 1")
    RED_ALT2 = 23, _("Red 2")
    RED_ALT3 = 24, _("Red 3")


class ListItem(ListRow):
    """What every choice has: a name, a hint, a place in the order, and a mark instead of deletion.

    A name may hold several languages; the desk shows its own.
    """

    name = models.CharField(_("name"), max_length=220)
    tooltip = models.CharField(_("tooltip"), max_length=254, blank=True)
    rank = models.PositiveSmallIntegerField(_("rank"), default=0)
    deleted = models.BooleanField(_("deleted"), default=False)

    class Meta:
        abstract = True
        ordering: ClassVar[list[str]] = ["rank", "name", "id"]

    def __str__(self) -> str:
        return in_language(self.name, language_of(get_language() or FALLBACK) or FALLBACK)


class Business(ListItem):
    """A line of business of companies."""

    objects = ListQuerySet["Business"].as_manager()

    class Meta(ListItem.Meta):
        verbose_name = _("business")
        verbose_name_plural = _("businesses")


class ContactCategory(ListItem):
    """A category of companies, such as customer or partner."""

    objects = ListQuerySet["ContactCategory"].as_manager()

    class Meta(ListItem.Meta):
        verbose_name = _("company category")
        verbose_name_plural = _("company categories")


class ContactInterest(ListItem):
    """Something that companies are interested in."""

    objects = ListQuerySet["ContactInterest"].as_manager()

    class Meta(ListItem.Meta):
        verbose_name = _("interest of companies")
        verbose_name_plural = _("interests of companies")


class PersonInterest(ListItem):
    """Something that people are interested in."""

    objects = ListQuerySet["PersonInterest"].as_manager()

    class Meta(ListItem.Meta):
        verbose_name = _("interest of people")
        verbose_name_plural = _("interests of people")


class Country(ListItem):
    """A country, with its two-letter ISO 3166 code."""

    iso_code = models.CharField(_("ISO code"), max_length=2, blank=True)

    objects = ListQuerySet["Country"].as_manager()

    class Meta(ListItem.Meta):
        verbose_name = _("country")
        verbose_name_plural = _("countries")


class Currency(ListItem):
    """A currency; the name is its ISO 4217 code."""

    objects = ListQuerySet["Currency"].as_manager()

    class Meta(ListItem.Meta):
        verbose_name = _("currency")
        verbose_name_plural = _("currencies")


class Position(ListItem):
    """A position that a person holds in a company."""

    objects = ListQuerySet["Position"].as_manager()

    class Meta(ListItem.Meta):
        verbose_name = _("position")
        verbose_name_plural = _("positions")


class Priority(ListItem):
    """A priority of appointments. Tickets have priorities of their own."""

    objects = ListQuerySet["Priority"].as_manager()

    class Meta(ListItem.Meta):
        verbose_name = _("appointment priority")
        verbose_name_plural = _("appointment priorities")


class ProjectStatus(ListItem):
    objects = ListQuerySet["ProjectStatus"].as_manager()

    class Meta(ListItem.Meta):
        verbose_name = _("project status")
        verbose_name_plural = _("project statuses")


class ProjectType(ListItem):
    objects = ListQuerySet["ProjectType"].as_manager()

    class Meta(ListItem.Meta):
        verbose_name = _("project type")
        verbose_name_plural = _("project types")


class RejectReason(ListItem):
    """A reason to turn an invitation down."""

    objects = ListQuerySet["RejectReason"].as_manager()

    class Meta(ListItem.Meta):
        verbose_name = _("reason to reject")
        verbose_name_plural = _("reasons to reject")


class SaleType(ListItem):
    objects = ListQuerySet["SaleType"].as_manager()

    class Meta(ListItem.Meta):
        verbose_name = _("sale type")
        verbose_name_plural = _("sale types")


class Task(ListItem):
    """An activity type of appointments, with the defaults that it brings."""

    direction = models.PositiveSmallIntegerField(
        _("direction"), choices=TaskDirection.choices, default=TaskDirection.UNKNOWN
    )
    type = models.PositiveSmallIntegerField(_("type"), choices=TaskType.choices, default=TaskType.APPOINTMENT)
    intent_id = models.IntegerField(_("intent"), default=0)
    is_default_all_day = models.BooleanField(_("all day by default"), default=False)
    is_default_free = models.BooleanField(_("free by default"), default=False)
    is_default_published = models.BooleanField(_("published by default"), default=False)
    color = models.PositiveSmallIntegerField(
        _("colour"), choices=TaskColor.choices, default=TaskColor.LIGHT_BLUE
    )
    video_meeting = models.PositiveSmallIntegerField(
        _("video meeting by default"),
        choices=VideoMeetingDefault.choices,
        default=VideoMeetingDefault.NO_CHANGE,
    )

    objects = ListQuerySet["Task"].as_manager()

    class Meta(ListItem.Meta):
        verbose_name = _("activity type")
        verbose_name_plural = _("activity types")
