"""What a ticket can be."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SecurityLevel(models.IntegerChoices):
    UNKNOWN = 0, _("Unknown")
    INTERNAL = 1, _("Internal")
    EXTERNAL = 2, _("External")


class ReadStatus(models.IntegerChoices):
    UNKNOWN = 0, _("Unknown")
    GREEN = 1, _("Read")
    YELLOW = 2, _("New information")
    RED = 3, _("Unread")


class Origin(models.IntegerChoices):
    UNKNOWN = 0, _("Unknown")
    EMAIL = 1, _("E-mail")
    SMS = 2, _("Text message")
    FAX = 3, _("Fax")
    PHONE = 4, _("Phone")
    FACEBOOK = 5, _("Facebook")
    TWITTER = 6, _("Twitter")
    INTERNAL = 7, _("Internal")
    CUSTOMER_CENTRE = 8, _("Customer centre")
    E_MARKETING = 9, _("Marketing")
    AUTO_GENERATED = 10, _("Automatic")
    CHAT = 11, _("Chat")
    FORM = 12, _("Form")
    API = 13, _("API")
    FLOW = 14, _("Flow")
