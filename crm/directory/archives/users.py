"""Columns of users: below `ownedBy/` and `associate/` elsewhere, and as the archive of all users."""

from __future__ import annotations

from crm.directory.archives.fields import extra_columns
from crm.directory.contracts.enums import USER_TYPE
from crm.directory.models import Associate, FieldOwner, Role, UserGroup
from crm.wire.archive.columns import Archive, Columns
from crm.wire.archive.plain import Holding, OneOf, Words, Yes
from crm.wire.archive.words import Choice, Fixed, Joined, Listed, Made, Text, Truth, Whole, shown_only
from crm.wire.kinds import BOOLEAN, INTEGER

USER_COLUMNS = Columns(
    {
        "firstName": Text("person__firstname"),
        "lastName": Text("person__lastname"),
        "middleName": Text("person__middle_name"),
        "fullName": Text("full_name"),
        "contactId": shown_only(Whole("person__contact_id")),
        "personId": shown_only(Whole("person_id")),
        "mrMrs": Text("person__mrmrs"),
        "title": Text("person__title"),
        "associateDbId": Whole("id"),
        "contactName": Text("person__contact__name"),
        "contactDepartment": Text("person__contact__department"),
        "usergroup": Listed("group", UserGroup, type_="userGroup", list_name="usergroup"),
        "usergroupId": Whole("group_id"),
        "contactFullName": Joined(", ", "person__contact__name", "person__contact__department"),
        "contactCategory": Text("person__contact__category__name"),
        "role": Listed("role", Role, list_name="role"),
        "assocName": Text("name"),
        "assocTooltip": shown_only(Text("tooltip")),
        "assocType": Choice("type", USER_TYPE),
        "ejUserId": shown_only(Whole("ej_user_id")),
        "simultaneousEjUser": Fixed(value=False, kind=BOOLEAN),
        "ejDisplayName": Text("full_name"),
        "ejStatus": Fixed(0, INTEGER),
        "credentialType": Fixed(""),
        "credentialDisplayValue": Text("user__username"),
        "isActive": Truth("user__is_active"),
        "isActiveText": Made(lambda active: "[SR_YES]" if active else "[SR_NO]", ["user__is_active"]),
        "portraitThumbnail": Fixed(""),
        "otherGroups": Fixed(""),
        "userName": Text("user__username"),
        "personEmail": Text("person__email"),
        "locationAddress": Fixed(""),
        "isLocation": Fixed(value=False, kind=BOOLEAN),
        **extra_columns(FieldOwner.USER),
    }
)

ALL_USERS = Archive(
    "AllUsers",
    Associate,
    "associate",
    Columns({"associateId": Whole("id"), **USER_COLUMNS}),
    order=("rank", "full_name"),
    filters={
        "q": Words("fullName", "assocName", "userName", says="Words that the names hold."),
        "name": Holding("fullName", says="What the name holds."),
        "group": OneOf("usergroup", says="Groups, by name or number."),
        "type": OneOf("assocType", says="InternalAssociate, ExternalAssociate, ResourceAssociate..."),
        "active": Yes("isActive", says="Whether the user can sign in."),
    },
)
