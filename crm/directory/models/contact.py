"""Companies."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.directory.models.associate import Associate
from crm.directory.models.lists import Business, ContactCategory, Country
from crm.directory.models.owned import OwnedQuerySet
from crm.directory.models.record import Addressed, Partner, Record
from crm.directory.models.role import Entity, Relation
from crm.wire.rights import SELECT


class ContactQuerySet(OwnedQuerySet["Contact"]):
    """Which companies."""

    entity = Entity.CONTACT

    def of_customer(self, associate: Associate) -> dict[Relation, models.Q]:
        own = models.Q(persons__associates=associate)
        return {Relation.MY_OWN: own, Relation.MY_COMPANY: own}

    def visible_to(self, associate: Associate) -> ContactQuerySet:
        """Those that are not deleted and that the role reaches; an external user sees their own company."""
        return self.filter(deleted=False).reached_by(associate, SELECT)

    def known_to(self, associate: Associate) -> ContactQuerySet:
        """Those that one may read of where others point to them: for colleagues deleted ones too."""
        return self.reached_by(associate, SELECT) if associate.is_internal else self.visible_to(associate)


class Contact(Record, Addressed, Partner):
    """A company."""

    name = models.CharField(_("name"), max_length=219)
    department = models.CharField(_("department"), max_length=219, blank=True)
    org_nr = models.CharField(_("organisation number"), max_length=49, blank=True)
    number1 = models.CharField(_("number"), max_length=49, blank=True)
    number2 = models.CharField(_("customer number"), max_length=49, blank=True)
    kana_name = models.CharField(_("kana name"), max_length=219, blank=True)
    url = models.CharField(_("website"), max_length=254, blank=True)
    url_name = models.CharField(_("name of the website"), max_length=254, blank=True)
    phone = models.CharField(_("phone"), max_length=49, blank=True)
    fax = models.CharField(_("fax"), max_length=49, blank=True)
    email_address = models.EmailField(_("e-mail"), blank=True)
    email_name = models.CharField(_("name of the e-mail address"), max_length=254, blank=True)
    description = models.TextField(_("description"), blank=True)
    postal_street = models.CharField(_("postal address"), max_length=254, blank=True)
    postal_street2 = models.CharField(_("postal address, line 2"), max_length=254, blank=True)
    postal_street3 = models.CharField(_("postal address, line 3"), max_length=254, blank=True)
    postal_zip_code = models.CharField(_("postcode of the postal address"), max_length=49, blank=True)
    postal_city = models.CharField(_("city of the postal address"), max_length=254, blank=True)
    postal_county = models.CharField(_("county of the postal address"), max_length=254, blank=True)
    postal_state = models.CharField(_("state of the postal address"), max_length=254, blank=True)
    country = models.ForeignKey(
        Country, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("country")
    )
    business = models.ForeignKey(
        Business,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("business"),
    )
    category = models.ForeignKey(
        ContactCategory,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("category"),
    )
    associate = models.ForeignKey(
        Associate,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="contacts",
        verbose_name=_("our contact"),
    )
    support_associate = models.ForeignKey(
        Associate,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="supported_contacts",
        verbose_name=_("our service contact"),
    )
    support_person = models.ForeignKey(
        "crm.Person",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("person for service"),
    )
    ticket_priority = models.ForeignKey(
        "crm.TicketPriority",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ticket priority"),
    )
    xstop = models.BooleanField(_("blocked"), default=False)
    domains = models.JSONField(_("e-mail domains"), default=list, blank=True, editable=False)
    is_owner = models.BooleanField(_("owns this installation"), default=False)
    deleted = models.BooleanField(_("deleted"), default=False)

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("company")
        verbose_name_plural = _("companies")
        ordering = ["name", "id"]
        indexes = [
            models.Index(fields=["name", "id"], name="contact_name"),
            models.Index(fields=["registered", "id"], name="contact_registered"),
            models.Index(fields=["updated", "id"], name="contact_updated"),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.department}" if self.department else self.name
