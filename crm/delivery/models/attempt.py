"""What workers did: a row for each send that was begun, written before it began."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.delivery.models.delivery import Delivery


class Outcome(models.TextChoices):
    """How an attempt ended; an attempt that goes on has none."""

    DELIVERED = "delivered", _("Delivered")
    FAILED = "failed", _("Failed")
    ABANDONED = "abandoned", _("Abandoned")


class Attempt(models.Model):
    """One try to deliver. `abandoned` means that its worker vanished: the message may have gone out."""

    id = models.BigAutoField(primary_key=True)
    delivery = models.ForeignKey(
        Delivery,
        on_delete=models.CASCADE,
        related_name="tries",
        db_index=False,  # the unique constraints begin with it
        verbose_name=_("delivery"),
    )
    number = models.PositiveIntegerField(_("number"))
    fence = models.PositiveIntegerField(_("fencing token"))
    started_at = models.DateTimeField(_("started at"))
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices, blank=True)
    error = models.TextField(_("error"), blank=True)

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        ordering = ["delivery", "number"]
        constraints = [
            models.UniqueConstraint(fields=["delivery", "number"], name="attempt_number_once"),
            models.UniqueConstraint(fields=["delivery", "fence"], name="attempt_once_a_claim"),
            models.CheckConstraint(
                condition=models.Q(finished_at__isnull=True, outcome="")
                | models.Q(finished_at__isnull=False, outcome__in=Outcome.values),
                name="attempt_finished_iff_outcome",
            ),
            models.CheckConstraint(
                condition=models.Q(number__gte=1, fence__gte=models.F("number")),
                name="attempt_number_fence",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delivery_id}/{self.number}"
