"""Sales."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.directory.models.associate import Associate
from crm.directory.models.contact import Contact
from crm.directory.models.lists import Currency, SaleType
from crm.directory.models.owned import OwnedQuerySet
from crm.directory.models.person import Person
from crm.directory.models.project import Project
from crm.directory.models.record import Record
from crm.directory.models.role import Entity, Relation
from crm.wire.rights import SELECT


class SaleStatus(models.IntegerChoices):
    UNKNOWN = 0, _("Unknown")
    OPEN = 1, _("Open")
    SOLD = 2, _("Sold")
    LOST = 3, _("Lost")
    STALLED = 4, _("Stalled")


class SaleCompleted(models.IntegerChoices):
    UNKNOWN = 0, _("Unknown")
    NOT_STARTED = 1, _("Not started")
    STARTED = 2, _("Started")
    COMPLETED = 3, _("Completed")


class SaleQuerySet(OwnedQuerySet["Sale"]):
    """Which sales."""

    entity = Entity.SALE

    def of_customer(self, associate: Associate) -> dict[Relation, models.Q]:
        company = Contact.objects.filter(persons__associates=associate).order_by().values("pk")
        return {Relation.MY_COMPANY: models.Q(contact__in=company, is_published=True)}

    def visible_to(self, associate: Associate) -> SaleQuerySet:
        """Those that the role reaches; an external user sees at most published ones to their company."""
        return self.reached_by(associate, SELECT)


class Sale(Record):
    """A sale. Amounts are in the sale's currency."""

    title = models.CharField(_("title"), max_length=219)
    number = models.CharField(_("number"), max_length=49, blank=True)
    description = models.TextField(_("description"), blank=True)
    sale_date = models.DateTimeField(_("sale date"), null=True, blank=True)
    reopen_date = models.DateTimeField(_("taken up again"), null=True, blank=True)
    postit = models.TextField(_("note"), blank=True)
    publish_event_date = models.DateTimeField(_("published for"), null=True, blank=True)
    publish_from = models.DateTimeField(_("published from"), null=True, blank=True)
    publish_to = models.DateTimeField(_("published to"), null=True, blank=True)
    is_published = models.BooleanField(_("published"), default=False)
    next_due_date = models.DateTimeField(_("next activity"), null=True, blank=True)
    amount = models.FloatField(_("amount"), default=0)
    earning = models.FloatField(_("earning"), default=0)
    earning_percent = models.FloatField(_("earning in percent"), default=0)
    probability = models.PositiveSmallIntegerField(_("probability in percent"), default=0)
    status = models.PositiveSmallIntegerField(
        _("status"), choices=SaleStatus.choices, default=SaleStatus.OPEN
    )
    completed = models.PositiveSmallIntegerField(
        _("completed"), choices=SaleCompleted.choices, default=SaleCompleted.STARTED
    )
    currency = models.ForeignKey(
        Currency,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("currency"),
    )
    sale_type = models.ForeignKey(
        SaleType, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("type")
    )
    contact = models.ForeignKey(
        Contact,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="sales",
        verbose_name=_("company"),
    )
    person = models.ForeignKey(
        Person,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="sales",
        verbose_name=_("person"),
    )
    project = models.ForeignKey(
        Project,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="sales",
        verbose_name=_("project"),
    )
    associate = models.ForeignKey(
        Associate,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="sales",
        verbose_name=_("owner"),
    )

    objects = SaleQuerySet.as_manager()

    class Meta:
        verbose_name = _("sale")
        verbose_name_plural = _("sales")
        ordering = ["-sale_date", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(probability__lte=100), name="sale_probability_at_most_100"
            )
        ]

    def __str__(self) -> str:
        return self.title
