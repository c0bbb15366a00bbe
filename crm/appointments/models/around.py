"""What stands around an appointment: participants, links, and for whom it is visible."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.appointments.models.appointment import Appointment
from crm.appointments.models.enums import InvitationStatus
from crm.directory.models import Associate, Contact, Person, UserGroup


class ExternallyOwnedType(models.IntegerChoices):
    UNKNOWN = 0, _("Unknown")
    ORGANIZER = 1, _("Organiser")
    REQUIRED = 2, _("Required")
    OPTIONAL = 3, _("Optional")
    RESOURCE = 4, _("Resource")


class ExternallyOwnedStatus(models.IntegerChoices):
    UNKNOWN = 0, _("Unknown")
    TENTATIVELY_ACCEPTED = 1, _("Tentatively accepted")
    ACCEPTED = 2, _("Accepted")
    DECLINED = 3, _("Declined")
    NOT_RESPONDED = 4, _("Not answered")


class Participant(models.Model):
    """Somebody who takes part in an appointment: a user, a person, or a bare e-mail address."""

    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE, related_name="participants")
    associate = models.ForeignKey(
        Associate, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("user")
    )
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    contact = models.ForeignKey(
        Contact, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("company")
    )
    email_id = models.PositiveIntegerField(_("e-mail id"), default=0)
    email_address = models.CharField(_("e-mail"), max_length=254, blank=True)
    send_email = models.BooleanField(_("invite by e-mail"), default=False)
    invitation_status = models.PositiveSmallIntegerField(
        _("answer"), choices=InvitationStatus.choices, default=InvitationStatus.INVITATION
    )
    description = models.CharField(_("description"), max_length=254, blank=True)
    externally_owned_type = models.PositiveSmallIntegerField(
        _("part in the external calendar"), choices=ExternallyOwnedType.choices, default=0
    )
    externally_owned_status = models.PositiveSmallIntegerField(
        _("answer in the external calendar"), choices=ExternallyOwnedStatus.choices, default=0
    )

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ["appointment", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(associate__isnull=False) | Q(person__isnull=False) | ~Q(email_address=""),
                name="participant_is_somebody",
                violation_error_message=_("Choose a user or a person, or give an e-mail address."),
            )
        ]

    def __str__(self) -> str:
        return str(self.associate or self.person or self.email_address)


class AppointmentLink(models.Model):
    """A link from an appointment to a sale, a project, a ticket, or another appointment."""

    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE, related_name="links")
    entity_name = models.CharField(_("kind"), max_length=100)
    entity_id = models.PositiveIntegerField(_("id"))
    description = models.CharField(_("description"), max_length=254, blank=True)
    extra_info = models.CharField(_("extra information"), max_length=254, blank=True)

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        ordering = ["appointment", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["appointment", "entity_name", "entity_id"], name="appointment_link_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.entity_name} {self.entity_id}"


class Visibility(models.IntegerChoices):
    ALL = 0, _("Everybody")
    ASSOCIATE = 1, _("A user")
    GROUP = 2, _("A group")


class AppointmentVisibility(models.Model):
    """For whom an appointment is visible, beside its owner."""

    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE, related_name="visible_for")
    visibility = models.PositiveSmallIntegerField(
        _("for"), choices=Visibility.choices, default=Visibility.ALL
    )
    associate = models.ForeignKey(
        Associate, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("user")
    )
    group = models.ForeignKey(
        UserGroup, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("group")
    )

    class Meta:
        verbose_name = _("visibility")
        verbose_name_plural = _("visibilities")
        ordering = ["appointment", "id"]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(visibility=Visibility.ALL, associate=None, group=None)
                    | Q(visibility=Visibility.ASSOCIATE, associate__isnull=False, group=None)
                    | Q(visibility=Visibility.GROUP, associate=None, group__isnull=False)
                ),
                name="visibility_names_whom",
                violation_error_message=_("Choose the user or the group that this says."),
            )
        ]

    def __str__(self) -> str:
        return str(self.associate or self.group or Visibility(self.visibility).label)
