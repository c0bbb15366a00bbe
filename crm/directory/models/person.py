"""People: customers, and the persons behind users."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.directory.models.associate import Associate
from crm.directory.models.contact import Contact
from crm.directory.models.lists import Country, Position
from crm.directory.models.owned import OwnedQuerySet
from crm.directory.models.record import Addressed, Partner, Record
from crm.directory.models.role import Entity, Relation
from crm.wire.rights import SELECT


class PersonQuerySet(OwnedQuerySet["Person"]):
    """Which people."""

    entity = Entity.PERSON

    def of_customer(self, associate: Associate) -> dict[Relation, models.Q]:
        colleagues = Contact.objects.filter(persons__associates=associate).order_by().values("pk")
        return {
            Relation.MY_OWN: models.Q(associates=associate),
            Relation.MY_COMPANY: models.Q(contact__in=colleagues),
        }

    def visible_to(self, associate: Associate) -> PersonQuerySet:
        """Those who are not deleted and whom the role reaches; an external user sees themselves."""
        return self.filter(deleted=False).reached_by(associate, SELECT)

    def known_to(self, associate: Associate) -> PersonQuerySet:
        """Those that one may read of where others point to them: for colleagues deleted ones too."""
        return self.reached_by(associate, SELECT) if associate.is_internal else self.visible_to(associate)


class Person(Record, Addressed, Partner):
    """A person, in at most one company."""

    firstname = models.CharField(_("first name"), max_length=99, blank=True)
    middle_name = models.CharField(_("middle name"), max_length=99, blank=True)
    lastname = models.CharField(_("last name"), max_length=99, blank=True)
    mrmrs = models.CharField(_("form of address"), max_length=49, blank=True)
    salutation = models.CharField(_("salutation"), max_length=99, blank=True)
    birth_date = models.DateTimeField(_("born"), null=True, blank=True)
    title = models.CharField(_("title"), max_length=254, blank=True)
    person_number = models.CharField(_("number"), max_length=49, blank=True)
    kana_firstname = models.CharField(_("kana first name"), max_length=99, blank=True)
    kana_lastname = models.CharField(_("kana last name"), max_length=99, blank=True)
    description = models.TextField(_("description"), blank=True)
    position = models.ForeignKey(
        Position,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("position"),
    )
    contact = models.ForeignKey(
        Contact,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="persons",
        verbose_name=_("company"),
    )
    country = models.ForeignKey(
        Country, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("country")
    )
    email = models.EmailField(_("e-mail"), blank=True)
    email_name = models.CharField(_("name of the e-mail address"), max_length=254, blank=True)
    direct_phone = models.CharField(_("direct phone"), max_length=49, blank=True)
    mobile_phone = models.CharField(_("mobile phone"), max_length=49, blank=True)
    fax_phone = models.CharField(_("fax"), max_length=49, blank=True)
    post1 = models.CharField(_("postal address, line 1"), max_length=254, blank=True)
    post2 = models.CharField(_("postal address, line 2"), max_length=254, blank=True)
    post3 = models.CharField(_("postal address, line 3"), max_length=254, blank=True)
    use_person_address = models.BooleanField(_("has an address of their own"), default=False)
    associate = models.ForeignKey(
        Associate,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="persons",
        verbose_name=_("our contact"),
    )
    support_associate = models.ForeignKey(
        Associate,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="supported_persons",
        verbose_name=_("our service contact"),
    )
    ticket_priority = models.ForeignKey(
        "crm.TicketPriority",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ticket priority"),
    )
    rank = models.PositiveSmallIntegerField(_("rank"), default=0)
    show_contact_tickets = models.PositiveSmallIntegerField(
        _("sees tickets of the company"), default=0, editable=False
    )
    retired = models.BooleanField(_("former employee"), default=False)
    deleted = models.BooleanField(_("deleted"), default=False)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["lastname", "firstname", "id"]
        indexes = [
            models.Index(fields=["lastname", "firstname", "id"], name="person_name"),
            models.Index(fields=["email"], name="person_email"),
            models.Index(fields=["registered", "id"], name="person_registered"),
            models.Index(fields=["updated", "id"], name="person_updated"),
        ]

    def __str__(self) -> str:
        return self.full_name or self.email or f"#{self.pk}"

    @property
    def full_name(self) -> str:
        """First, middle and last name, those that there are."""
        return joined_name(self.firstname, self.middle_name, self.lastname)


def joined_name(*parts: str) -> str:
    """The parts of a name that there are."""
    return " ".join(filter(None, parts))
