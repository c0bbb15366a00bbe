"""The tree of ticket categories and who belongs to each."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.delivery.models.address import is_address
from crm.directory.models import Associate
from crm.tickets.models.status import TicketStatus
from crm.wire.lists import ListQuerySet, ListRow


class CategoryFlag(models.IntegerChoices):
    INTERNAL = 1, _("Internal")
    ONLY_LOGGED_IN_USERS = 2, _("Assign to signed-in users only")
    DEFAULT_TO_CATEGORY_MASTER = 4, _("Fall back to the administrator")
    LIST_IN_MAIN = 8, _("Shown in the main list")
    REDELEGATE_NEW_MSG = 16, _("Reassign on new messages")
    DELEGATE_TO_OUR_CONTACT = 32, _("Assign to our service contact")
    PROPAGATE_REPLY_TEMPLATE = 64, _("Reply template applies below")
    MEMBERS_ONLY = 128, _("Members only")
    NOTIFY_MEMBERS = 256, _("Notify members of new tickets")
    ACCEPT_WHEN_REPLYING = 512, _("Whoever replies becomes owner")


class DelegateMethod(models.IntegerChoices):
    UNKNOWN = 0, _("Unknown")
    EVEN = 1, _("In turn")
    WEIGHTED = 2, _("By weight")
    UNFAIR = 3, _("Fewest active tickets")
    NOT = 4, _("Not assigned")


class ClosingStatus(models.IntegerChoices):
    USER_DEFINED = 0, _("The user decides")
    ACTIVE = 1, _("Active")
    CLOSED = 2, _("Closed")
    POSTPONED = 3, _("Postponed")


class TicketCategory(ListRow):
    """A category; its full name is the path of names from the root."""

    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("parent"),
    )
    name = models.CharField(_("name"), max_length=254)
    fullname = models.CharField(_("full name"), max_length=2000, blank=True, editable=False)
    category_master = models.ForeignKey(
        Associate,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("administrator"),
    )
    members = models.ManyToManyField(
        Associate, through="CategoryMembership", related_name="ticket_categories", verbose_name=_("members")
    )
    flags = models.PositiveSmallIntegerField(_("flags"), default=0)
    delegate_method = models.PositiveSmallIntegerField(
        _("assignment"), choices=DelegateMethod.choices, default=DelegateMethod.NOT
    )
    delegate_counter = models.PositiveIntegerField(_("assignments so far"), default=0, editable=False)
    external_name = models.CharField(_("name for customers"), max_length=254, blank=True)
    closing_status = models.PositiveSmallIntegerField(
        _("status of new tickets"), choices=ClosingStatus.choices, default=ClosingStatus.USER_DEFINED
    )
    msg_closing_status = models.PositiveSmallIntegerField(
        _("status after messages"), choices=ClosingStatus.choices, default=ClosingStatus.USER_DEFINED
    )
    assignment_lag = models.IntegerField(
        _("quarantine in minutes"), default=-1, help_text=_("-1 switches it off.")
    )
    reply_template = models.IntegerField(_("reply template"), default=-1)
    notification_email = models.CharField(
        _("notified addresses"),
        max_length=1000,
        blank=True,
        help_text=_("Told of tickets that nobody owns; separate addresses with commas."),
    )
    default_ticket_status = models.ForeignKey(
        TicketStatus,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("default status of tickets"),
    )
    default_message_status = models.ForeignKey(
        TicketStatus,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("default status after messages"),
    )
    deleted = models.BooleanField(_("deleted"), default=False)
    extra_fields = models.JSONField(_("extra fields"), default=dict, blank=True)
    custom_fields = models.JSONField(_("custom fields"), default=dict, blank=True)

    objects = ListQuerySet["TicketCategory"].as_manager()

    class Meta:
        verbose_name = _("ticket category")
        verbose_name_plural = _("ticket categories")
        ordering = ["fullname", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("id")), name="category_not_its_own_parent"
            )
        ]

    def __str__(self) -> str:
        return self.fullname or self.name

    @property
    def notified_addresses(self) -> list[str]:
        """The addresses that are told, as they were written."""
        parts = self.notification_email.replace(";", ",").split(",")
        return [part.strip() for part in parts if part.strip()]

    def clean(self) -> None:
        wrong = [part for part in self.notified_addresses if not is_address(part)]
        if wrong:
            words = _("No e-mail address: %(wrong)s") % {"wrong": ", ".join(wrong)}
            raise ValidationError({"notification_email": words})


class CategoryMembership(ListRow):
    """A member of a category, with the weight that assignment gives them."""

    category = models.ForeignKey(TicketCategory, on_delete=models.CASCADE, related_name="memberships")
    associate = models.ForeignKey(
        Associate, on_delete=models.CASCADE, related_name="category_memberships", verbose_name=_("user")
    )
    weight = models.PositiveSmallIntegerField(_("weight"), default=1, help_text=_("0 is never assigned to."))

    objects = ListQuerySet["CategoryMembership"].as_manager()

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        ordering = ["category", "associate"]
        constraints = [models.UniqueConstraint(fields=["category", "associate"], name="category_member_once")]

    def __str__(self) -> str:
        return f"{self.associate} / {self.category}"
