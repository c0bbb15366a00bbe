"""What companies, people, projects and sales have in common."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.directory.models.associate import Associate


class Record(models.Model):
    """Who wrote a row last and first, and the fields that installations add."""

    created_by = models.ForeignKey(
        Associate,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("registered by"),
    )
    updated_by = models.ForeignKey(
        Associate,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("updated by"),
    )
    registered = models.DateTimeField(_("registered"), auto_now_add=True)
    updated = models.DateTimeField(_("updated"), auto_now=True)
    user_defined_fields = models.JSONField(_("user-defined fields"), default=dict, blank=True)
    extra_fields = models.JSONField(_("extra fields"), default=dict, blank=True)
    custom_fields = models.JSONField(_("custom fields"), default=dict, blank=True)
    field_values = models.JSONField(_("values of custom fields"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True


class Addressed(models.Model):
    """Where somebody is: the address that people go to."""

    street = models.CharField(_("street"), max_length=254, blank=True)
    street2 = models.CharField(_("street, line 2"), max_length=254, blank=True)
    street3 = models.CharField(_("street, line 3"), max_length=254, blank=True)
    zip_code = models.CharField(_("postcode"), max_length=49, blank=True)
    city = models.CharField(_("city"), max_length=254, blank=True)
    county = models.CharField(_("county"), max_length=254, blank=True)
    state = models.CharField(_("state or county"), max_length=254, blank=True)
    latitude = models.FloatField(_("latitude"), default=0)
    longitude = models.FloatField(_("longitude"), default=0)

    class Meta:
        abstract = True


class Partner(models.Model):
    """What companies and people have in common: what they want from us, and their keys in another system."""

    interests = models.JSONField(_("interests"), default=list, blank=True, editable=False)
    active_interests = models.PositiveSmallIntegerField(_("active interests"), default=0, editable=False)
    no_mailing = models.BooleanField(_("no mailings"), default=False)
    support_language = models.PositiveIntegerField(_("service language"), default=0)
    source = models.PositiveIntegerField(_("source"), default=0, editable=False)
    more_reach = models.JSONField(_("other ways to reach"), default=dict, blank=True, editable=False)
    dbi_agent_id = models.IntegerField(_("synchronisation agent"), default=0, editable=False)
    dbi_key = models.CharField(_("synchronisation key"), max_length=254, blank=True, editable=False)
    dbi_last_synchronized = models.DateTimeField(_("synchronised"), null=True, blank=True, editable=False)
    dbi_last_modified = models.DateTimeField(_("changed there"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True
