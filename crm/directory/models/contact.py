"""Companies."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.directory.models.associate import Associate
from crm.directory.models.lists import Business, ContactCategory, Country


class ContactQuerySet(models.QuerySet["Contact"]):
    """Which companies."""

    def visible_to(self, associate: Associate) -> ContactQuerySet:
        """Colleagues see every company that is not deleted; an external user sees their own."""
        rows = self.filter(deleted=False)
        return rows if associate.is_internal else rows.filter(persons__associates=associate)

    def known_to(self, associate: Associate) -> ContactQuerySet:
        """Those that one may read of where others point to them: for colleagues deleted ones too."""
        return self if associate.is_internal else self.visible_to(associate)


class Contact(models.Model):
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
    street = models.CharField(_("street"), max_length=254, blank=True)
    zip_code = models.CharField(_("postcode"), max_length=49, blank=True)
    city = models.CharField(_("city"), max_length=254, blank=True)
    state = models.CharField(_("state or county"), max_length=254, blank=True)
    latitude = models.FloatField(_("latitude"), default=0)
    longitude = models.FloatField(_("longitude"), default=0)
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
    ticket_priority = models.ForeignKey(
        "crm.TicketPriority",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ticket priority"),
    )
    is_owner = models.BooleanField(_("owns this installation"), default=False)
    deleted = models.BooleanField(_("deleted"), default=False)
    registered = models.DateTimeField(_("registered"), auto_now_add=True)
    updated = models.DateTimeField(_("updated"), auto_now=True)
    extra_fields = models.JSONField(_("extra fields"), default=dict, blank=True)
    custom_fields = models.JSONField(_("custom fields"), default=dict, blank=True)

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("company")
        verbose_name_plural = _("companies")
        ordering = ["name", "id"]
        indexes = [models.Index(fields=["name", "id"], name="contact_name")]

    def __str__(self) -> str:
        return f"{self.name}, {self.department}" if self.department else self.name
