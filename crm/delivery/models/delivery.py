"""The rows of the ledger. They know no CRM noun: a subject is a word and a number."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.directory.models import Associate

# The name space of every Message-ID; changing it makes repeats of old mail unrecognisable.
LEDGER = uuid.UUID("6f0c2c0e-6d0b-5c9e-9d3b-0c5a7f1e4b21")


class Channel(models.IntegerChoices):
    """How a notification travels; the numbers are those of the notification masks of the wire."""

    POPUP = 1, _("Pop-up")
    EMAIL = 2, _("E-mail")
    SMS = 3, _("SMS")
    WEBHOOK = 4, _("Webhook")


class State(models.TextChoices):
    """Where a delivery stands. `planned` and `sending` are pending, the others are final."""

    PLANNED = "planned", _("Planned")
    SENDING = "sending", _("Sending")
    DELIVERED = "delivered", _("Delivered")
    SUPPRESSED = "suppressed", _("Suppressed")
    DEAD = "dead", _("Dead")


PENDING = (State.PLANNED, State.SENDING)
FINAL = (State.DELIVERED, State.SUPPRESSED, State.DEAD)


def subjects() -> list[type[models.Model]]:
    """What deliveries are about: the models of features that say so by `notified_of`."""
    known = apps.get_app_config("crm").get_models()
    return [model for model in known if getattr(model, "notified_of", False)]


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Which deliveries."""

    def visible_to(self, associate: Associate) -> DeliveryQuerySet:
        """Those about rows that one sees; all for an administrator. What is about nothing known nobody else sees."""
        if associate.is_administrator:
            return self
        seen = models.Q(pk__in=[])
        for model in subjects():
            manager: Any = model._default_manager
            rows = manager.visible_to(associate).filter(pk=models.OuterRef("subject_id"))
            seen |= models.Q(subject_type=model._meta.model_name) & models.Q(models.Exists(rows))
        return self.filter(seen)

    def due(self, at: datetime.datetime) -> DeliveryQuerySet:
        """Those waiting for a worker whose time has come."""
        return self.filter(state=State.PLANNED, due_at__lte=at)

    def expired(self) -> DeliveryQuerySet:
        """Those whose worker has not been heard of since its lease ran out, by the clock of the database."""
        return self.filter(state=State.SENDING, lease_until__lt=Now())

    def pending(self) -> DeliveryQuerySet:
        """Those whose end is still open."""
        return self.filter(state__in=PENDING)

    def dead(self) -> DeliveryQuerySet:
        """Those that nobody will try again unless told to."""
        return self.filter(state=State.DEAD)

    def oldest_pending_age(self, now: datetime.datetime) -> datetime.timedelta | None:
        """How long the longest waiting delivery has been due; None when nothing that is due waits.

        A refused delivery waits from the time of its next try. One held up by a server that cannot be
        reached waits from its planning: its due time does not move.
        """
        due_at = self.pending().filter(due_at__lte=now).aggregate(oldest=models.Min("due_at"))["oldest"]
        return None if due_at is None else now - due_at


class Delivery(models.Model):
    """One notification of one recipient over one channel, from the moment it was decided to its end."""

    kind = models.CharField(_("kind"), max_length=60, help_text=_("What happened, such as ticket.new."))
    subject_type = models.CharField(_("subject type"), max_length=40)
    subject_id = models.BigIntegerField(_("subject id"))
    recipient = models.CharField(_("recipient"), max_length=254, help_text=_("The address it goes to."))
    recipient_associate = models.ForeignKey(
        "crm.Associate",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="deliveries",
        db_index=False,  # the index below lists a user's deliveries, newest first
        verbose_name=_("user"),
    )
    channel = models.PositiveSmallIntegerField(_("channel"), choices=Channel.choices)
    occurrence = models.CharField(
        _("occurrence"),
        max_length=100,
        blank=True,
        help_text=_("What sets a second notification of the same kind apart, such as the id of a message."),
    )
    template = models.CharField(_("template"), max_length=100, blank=True)
    context = models.JSONField(
        _("context"),
        default=dict,
        blank=True,
        encoder=DjangoJSONEncoder,
        help_text=_("What the text is rendered from, as it was when it happened."),
    )
    message_id = models.CharField(_("Message-ID"), max_length=200, unique=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PLANNED)
    reason = models.TextField(
        _("reason"), blank=True, help_text=_("Why it was suppressed, or the last error.")
    )
    attempts = models.PositiveIntegerField(_("attempts"), default=0, editable=False)
    failures = models.PositiveIntegerField(
        _("failures"),
        default=0,
        editable=False,
        help_text=_("Attempts that count against the limit, since it was planned or last retried by hand."),
    )
    due_at = models.DateTimeField(_("not before"), default=timezone.now)
    lease_until = models.DateTimeField(_("leased until"), null=True, blank=True, editable=False)
    fence = models.PositiveIntegerField(
        _("fencing token"), default=0, editable=False, help_text=_("Grows with each claim by a worker.")
    )
    created_at = models.DateTimeField(_("planned at"), default=timezone.now, editable=False)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True, editable=False)

    id = models.BigAutoField(primary_key=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["-created_at", "-id"]
        constraints = [
            # The subject comes first so that the same index answers "what was told about this ticket".
            models.UniqueConstraint(
                fields=["subject_type", "subject_id", "kind", "recipient", "channel", "occurrence"],
                name="delivery_once",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=[*PENDING, *FINAL]), name="delivery_state_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(channel__in=Channel.values), name="delivery_channel_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state=State.SENDING, lease_until__isnull=False)
                | (~models.Q(state=State.SENDING) & models.Q(lease_until__isnull=True)),
                name="delivery_sending_iff_leased",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=FINAL, finished_at__isnull=False)
                | models.Q(state__in=PENDING, finished_at__isnull=True),
                name="delivery_final_iff_finished",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=[*PENDING, State.DELIVERED]) | ~models.Q(reason=""),
                name="delivery_unsent_has_a_reason",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=State.DELIVERED) | models.Q(attempts__gte=1),
                name="delivery_delivered_was_tried",
            ),
            models.CheckConstraint(
                condition=models.Q(fence__gte=models.F("attempts"), attempts__gte=models.F("failures")),
                name="delivery_fence_attempts_failures",
            ),
        ]
        indexes = [
            # Stays small whatever the ledger grows to; SQLite, which cannot match a bound parameter with
            # the condition, answers the same question from the index on the state.
            models.Index(
                fields=["due_at", "id"], name="delivery_pending", condition=models.Q(state__in=PENDING)
            ),
            models.Index(fields=["state", "-created_at", "-id"], name="delivery_state_newest"),
            models.Index(fields=["recipient_associate", "-created_at", "-id"], name="delivery_user_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_type} {self.subject_id} -> {self.recipient}"


def message_id(delivery: Delivery, domain: str) -> str:
    """The Message-ID of a row: the same for ever, and another one in every other database.

    It derives from what makes the row unique and from when it was planned. So a repeat after a crash carries
    it again, while a desk that was set up afresh and counts its tickets from 1 does not reuse it.
    """
    parts = (
        delivery.subject_type,
        delivery.subject_id,
        delivery.kind,
        delivery.recipient,
        delivery.channel,
        delivery.occurrence,
        delivery.created_at.astimezone(datetime.UTC).isoformat(),
    )
    return f"<fjord-{uuid.uuid5(LEDGER, repr(tuple(map(str, parts))))}@{domain}>"
