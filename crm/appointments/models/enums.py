"""What the small numbers of an appointment mean."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AppointmentType(models.IntegerChoices):
    UNKNOWN = 0, _("Unknown")
    IN_DIARY = 1, _("Diary")
    IN_CHECKLIST = 2, _("Checklist")
    NOTE = 3, _("Note")
    DOCUMENT = 4, _("Document")
    SAVED_REPORT = 5, _("Report")
    BOOKING_FOR_DIARY = 6, _("Invitation for the diary")
    BOOKING_FOR_CHECKLIST = 7, _("Invitation for the checklist")
    MERGE_DRAFT = 8, _("Mail merge draft")
    MERGE_FINAL = 9, _("Mail merge final")


class State(models.IntegerChoices):
    """The one stored status; Completed, InvitationStatus and AssignmentStatus are read from it."""

    UNKNOWN = 0, _("Unknown")
    NOT_STARTED = 1, _("Not started")
    STARTED = 2, _("Started")
    COMPLETED = 3, _("Completed")
    HIDDEN = 4, _("Hidden")
    BOOKING = 5, _("Invited")
    BOOKING_MOVED = 6, _("Moved")
    BOOKING_SEEN = 7, _("Seen")
    BOOKING_MOVED_SEEN = 8, _("Moved and seen")
    BOOKING_DECLINED = 9, _("Declined")
    BOOKING_DELETED = 10, _("Cancelled")
    ASSIGNMENT = 11, _("Assigned")
    ASSIGNMENT_SEEN = 12, _("Assigned and seen")
    ASSIGNMENT_DECLINED = 13, _("Assignment declined")


class ActivityStatus(models.IntegerChoices):
    UNKNOWN = 0, _("Unknown")
    NOT_STARTED = 1, _("Not started")
    STARTED = 2, _("Started")
    COMPLETED = 3, _("Completed")


class InvitationStatus(models.IntegerChoices):
    UNKNOWN = 0, _("Unknown")
    NONE = 1, _("None")
    ACCEPTED = 2, _("Accepted")
    HIDDEN = 4, _("Hidden")
    INVITATION = 5, _("Invited")
    MOVED = 6, _("Moved")
    SEEN = 7, _("Seen")
    MOVED_SEEN = 8, _("Moved and seen")
    DECLINED = 9, _("Declined")
    CANCELLED = 10, _("Cancelled")


class AssignmentStatus(models.IntegerChoices):
    UNKNOWN = 0, _("Unknown")
    NONE = 1, _("None")
    ASSIGNING = 11, _("Assigned")
    SEEN = 12, _("Seen")
    DECLINED = 13, _("Declined")


class BookingType(models.IntegerChoices):
    UNKNOWN = 0, _("Unknown")
    NONE = 1, _("None")
    OWNER = 2, _("Owner")
    PARTICIPANT = 3, _("Participant")


class Privacy(models.IntegerChoices):
    PUBLIC = 0, _("Public")
    PRIVATE_USER = 1, _("Private")
    PRIVATE_GROUP = 2, _("For a group")


class CautionWarning(models.IntegerChoices):
    OK = 0, _("None")
    NOT_IN_SYNC = 1, _("Perhaps out of step")
    NOT_NOTIFIED_BY_EMAIL = 2, _("Changed without an e-mail")
    RECURRENCE_PATTERN_NOT_SUPPORTED = 3, _("Recurrence unknown elsewhere")
    INCOMING_RECURRENCE_CHANGE_NOT_SUPPORTED = 4, _("Change of the series from elsewhere not followed")
    EXTERNAL_PARTICIPANTS_DATE_TIME_MISMATCH = 5, _("Participants have another time")


class ExternalOwner(models.IntegerChoices):
    NONE = 0, _("Nobody")
    OTHER = 1, _("Another system")
    OUTLOOK = 2, _("Outlook")
    GOOGLE = 3, _("Google")


class UpdateMode(models.IntegerChoices):
    """How much of a series a change is meant for."""

    UNKNOWN = 0, _("Unknown")
    ONLY_THIS = 1, _("Only this one")
    THIS_AND_FORWARD = 2, _("This one and the later ones")
    STOP_RECURRENCE = 9, _("End of the series")
