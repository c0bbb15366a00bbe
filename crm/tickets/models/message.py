"""What is said in a ticket."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.directory.models import Associate, Person
from crm.tickets.models.attachment import Attachment
from crm.tickets.models.enums import SecurityLevel
from crm.tickets.models.ticket import Ticket


class MessageType(models.IntegerChoices):
    UNKNOWN = 0, _("Unknown")
    PLAIN = 1, _("Plain text")
    HTML = 2, _("HTML")


class MessageCategory(models.IntegerChoices):
    MESSAGE = 0, _("Message")
    BOUNCE = 1, _("Bounce")
    OUTBOX_FAILED = 2, _("Not sent")


class Badge(models.IntegerChoices):
    UNKNOWN = 0, _("Unknown")
    REPLY = 1, _("Reply")
    FORWARD = 2, _("Forward")
    COMMENT = 3, _("Comment")
    INCOMING = 4, _("Incoming")
    OUTGOING = 5, _("Outgoing")


class TicketMessageQuerySet(models.QuerySet["TicketMessage"]):
    """Which messages."""

    def visible_to(self, associate: Associate) -> TicketMessageQuerySet:
        """Colleagues see every message of a ticket they see; a customer sees what was said to the outside."""
        if associate.is_administrator:
            return self
        return self.visible_within(associate).filter(ticket__in=Ticket.objects.visible_to(associate))

    def limited_for(self, associate: Associate, verb: str) -> TicketMessageQuerySet | None:
        """Those of tickets that one may change; None when the role keeps one from none."""
        tickets = Ticket.objects.limited_for(associate, "change")
        return None if tickets is None else self.filter(ticket__in=tickets)

    def visible_within(self, associate: Associate) -> TicketMessageQuerySet:
        """The same for messages of tickets that are known to be visible."""
        return self if associate.is_internal else self.filter(slevel=SecurityLevel.EXTERNAL)


class TicketMessage(models.Model):
    """One message of a ticket, internal or external."""

    ticket = models.ForeignKey(
        Ticket, on_delete=models.CASCADE, related_name="messages", db_index=False, verbose_name=_("ticket")
    )
    created_at = models.DateTimeField(_("created"))
    changed_at = models.DateTimeField(_("changed"), null=True, blank=True)
    created_by = models.ForeignKey(
        Associate,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("created by"),
    )
    author = models.CharField(_("author"), max_length=254, blank=True)
    person = models.ForeignKey(
        Person,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="messages",
        verbose_name=_("sender"),
    )
    slevel = models.PositiveSmallIntegerField(
        _("access"), choices=SecurityLevel.choices[1:], default=SecurityLevel.INTERNAL
    )
    type = models.PositiveSmallIntegerField(_("type"), choices=MessageType.choices, default=MessageType.PLAIN)
    category = models.PositiveSmallIntegerField(
        _("kind"), choices=MessageCategory.choices, default=MessageCategory.MESSAGE
    )
    badge = models.PositiveSmallIntegerField(_("badge"), choices=Badge.choices, default=Badge.UNKNOWN)
    body = models.TextField(_("text"), blank=True)
    html_body = models.TextField(_("HTML text"), blank=True)
    message_id = models.CharField(_("message id"), max_length=998, blank=True)
    email_header = models.TextField(_("mail header"), blank=True)
    important = models.BooleanField(_("important"), default=False)
    debug_info = models.TextField(_("debugging information"), blank=True)
    mail_sorter = models.CharField(_("mail filter"), max_length=254, blank=True)
    time_spent = models.PositiveIntegerField(_("minutes spent"), default=0)
    attachments = models.ManyToManyField(
        Attachment, blank=True, related_name="messages", editable=False, verbose_name=_("files")
    )
    num_attachments = models.PositiveIntegerField(_("attachments"), default=0, editable=False)
    language = models.CharField(_("language"), max_length=20, blank=True)
    sentiment = models.IntegerField(_("sentiment"), default=0)
    sentiment_confidence = models.IntegerField(_("confidence in the sentiment"), default=0)
    extra_fields = models.JSONField(_("extra fields"), default=dict, blank=True)
    custom_fields = models.JSONField(_("custom fields"), default=dict, blank=True)
    field_values = models.JSONField(_("values of custom fields"), null=True, blank=True, editable=False)

    objects = TicketMessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["ticket", "created_at", "id"]
        indexes = [
            models.Index(fields=["ticket", "created_at", "id"], name="message_in_ticket"),
            models.Index(fields=["created_at", "id"], name="message_newest"),
        ]

    def __str__(self) -> str:
        return self.body[:60] or f"#{self.pk}"


class TicketMessageHeaderQuerySet(models.QuerySet["TicketMessageHeader"]):
    """Which headers."""

    def visible_within(self, associate: Associate) -> TicketMessageHeaderQuerySet:
        """Those of messages that one sees; to whom a blind copy went, only colleagues see."""
        return self if associate.is_internal else self.exclude(name="Bcc")


class TicketMessageHeader(models.Model):
    """A header of a message, such as To or Cc."""

    class StandardItem(models.IntegerChoices):
        NONE = 0, _("None")
        FORWARD = 1, _("Forward")
        UNNAMED_ATTACHMENT_BLOCKED = 2, _("Unnamed attachment blocked")
        NO_AUTO_REPLY = 3, _("No automatic reply")
        SENT_AUTO_REPLY_TO_CUSTOMERS_A = 4, _("Automatic reply sent (A)")
        SENT_AUTO_REPLY_TO_CUSTOMERS_B = 5, _("Automatic reply sent (B)")
        CUSTOMER_READ_FAQ = 6, _("Customer read the FAQ")
        REPLY_TEMPLATE = 7, _("Reply template")

    class StandardColumn(models.IntegerChoices):
        NONE = 0, _("None")
        NAME = 1, _("Name")
        VALUE = 2, _("Value")

    message = models.ForeignKey(TicketMessage, on_delete=models.CASCADE, related_name="headers")
    name = models.CharField(_("name"), max_length=254)
    value = models.TextField(_("value"), blank=True)
    std_item = models.PositiveSmallIntegerField(
        _("standard item"), choices=StandardItem.choices, default=StandardItem.NONE
    )
    std_item_column = models.PositiveSmallIntegerField(
        _("column of the standard item"), choices=StandardColumn.choices, default=StandardColumn.NONE
    )

    objects = TicketMessageHeaderQuerySet.as_manager()

    class Meta:
        verbose_name = _("message header")
        verbose_name_plural = _("message headers")
        ordering = ["message", "id"]

    def __str__(self) -> str:
        return f"{self.name}: {self.value}"
