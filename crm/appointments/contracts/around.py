"""The carriers of what stands around an appointment."""

from __future__ import annotations

from crm.appointments.contracts.enums import (
    EXTERNALLY_OWNED_STATUS,
    EXTERNALLY_OWNED_TYPE,
    INVITATION_STATUS,
    VISIBILITY,
)
from crm.appointments.models import AppointmentLink, AppointmentVisibility, Participant, Visibility
from crm.directory.contracts import ASSOCIATE, CONTACT, PERSON
from crm.wire import kinds
from crm.wire.contract import RIGHTS, Column, Computed, Contract, Enum, Id, Key

PARTICIPANT = Contract(
    "ParticipantInfo",
    Participant,
    {
        "AssociateId": Id("associate", lambda: ASSOCIATE),
        "PersonId": Id("person", lambda: PERSON),
        "ContactId": Id("contact", lambda: CONTACT),
        "EmailId": Column("email_id", kind=kinds.FOREIGN_ID),
        "SendEmail": "send_email",
        "InvitationStatus": Enum("invitation_status", INVITATION_STATUS),
        "EmailAddress": "email_address",
        "Description": "description",
        "ExternallyOwnedType": Enum("externally_owned_type", EXTERNALLY_OWNED_TYPE),
        "ExternallyOwnedStatus": Enum("externally_owned_status", EXTERNALLY_OWNED_STATUS),
    },
    open=frozenset({"associate", "person", "contact"}),  # mere numbers, which a PUT has to bring back
)

LINK = Contract(
    "Link",
    AppointmentLink,
    {
        "EntityName": "entity_name",
        "Id": Column("entity_id", kind=kinds.FOREIGN_ID),
        "Description": "description",
        "ExtraInfo": "extra_info",
        "LinkId": Key(),
        **RIGHTS,
    },
)


def _visible_id(associate: int | None, group: int | None) -> int:
    return associate or group or 0


def _display_value(visibility: int, associate: str | None, group: str | None) -> str:
    if visibility == Visibility.ALL:
        return "[SR_VFC_ALL]"
    return associate or group or ""


VISIBLE_FOR = Contract(
    "VisibleFor",
    AppointmentVisibility,
    {
        "VisibleId": Computed(_visible_id, ["associate_id", "group_id"], kinds.INTEGER, writes="visible_id"),
        "Visibility": Enum("visibility", VISIBILITY),
        "DisplayValue": Computed(
            _display_value, ["visibility", "associate__full_name", "group__name"], kinds.STRING
        ),
        **RIGHTS,
    },
)
