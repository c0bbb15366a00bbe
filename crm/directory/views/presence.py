"""Who asks, as `SoPrincipalCarrier` tells it, and whether users are at work."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from crm.directory.actions import set_presence
from crm.directory.contracts import USER_TYPE
from crm.directory.contracts.enums import ROLE_TYPE
from crm.directory.models import Associate, Contact, Function, Role
from crm.wire.deviations import approximate
from crm.wire.errors import BadMember
from crm.wire.kinds import STRING
from crm.wire.steps import Carrier

NORMAL, AWAY, DELETED = "StatusNormal", "StatusNotAvailable", "StatusDeleted"
_STATUSES = {"statusnormal": True, "1": True, "statusnotavailable": False, "2": False}


DEVIATIONS = {
    "field CredentialType.CanCreatePerson": approximate("always false: signing in makes nobody"),
    "enum CredentialControlType.*": approximate(
        "users sign in with passwords alone, and these have no control"
    ),
    "field SoPrincipalCarrier.Licenses": approximate("always empty: there are no licences"),
    "field GrantedModuleLicense.*": approximate("never answered: there are no licences"),
    "field ModuleLicenseLink.*": approximate("never answered: there are no licences"),
    "field CustomCommand.*": approximate(
        "never answered: nothing extends this desk, so there are no commands"
    ),
    "enum CommandAction.*": approximate(
        "never answered: nothing extends this desk, so there are no commands"
    ),
    "endpoint POST /api/v1/User/{id}/CustomCommand/{commandName}": approximate(
        "always 404: nothing extends this desk, so there are no commands"
    ),
    "enum RoleType.*": approximate("users are colleagues or outsiders"),
    "field SoPrincipalCarrier.RoleDescription": approximate("always empty: roles have no descriptions"),
    "enum LicenseType.*": approximate("never answered: there are no licences"),
    "field SoPrincipalCarrier.ProvidedCredentials": approximate(
        "always empty: users bring no credentials of others"
    ),
    "field ProvidedCredential.*": approximate("never answered: users bring no credentials of others"),
    "field SoPrincipalCarrier.DatabaseContextIdentifier": approximate("always empty: there is one database"),
    "field SoPrincipalCarrier.EjAccessLevel": approximate("always 0: rights are those of the account"),
    "enum EjUserStatus.*": approximate("users are at work, away or retired, and nothing else"),
}


def presence_of(associate: Associate) -> Carrier:
    """The `UserPresenceStatus` of a user."""
    status = DELETED if associate.deleted else NORMAL if associate.is_present else AWAY
    return {"Status": status, "Message": associate.presence_comment}


def write_presence(associate: Associate, body: Any, caller: Associate, path: str = "$") -> None:
    """Takes a `UserPresenceStatus`. Raises BadMember, PermissionDenied."""
    if not isinstance(body, dict):
        raise BadMember(path, "A UserPresenceStatus is expected here.")
    given = {name.lower(): value for name, value in body.items()}
    is_present = _STATUSES.get(str(given.get("status", "")).lower())
    if is_present is None:
        raise BadMember(f"{path}.Status", f"{NORMAL} or {AWAY} is expected here.")
    try:
        comment = STRING.read(given.get("message"))
        set_presence(associate, is_present=is_present, comment=comment, by=caller)
    except (ValueError, ValidationError) as error:
        words = error.messages if isinstance(error, ValidationError) else [str(error)]
        raise BadMember(f"{path}.Message", " ".join(words)) from None


def password_credential() -> Carrier:
    """The `CredentialType` of a user name and a password, which are never told."""
    return {
        "DisplayType": _("Password"),
        "Type": "Password",
        "Description": _("A user name and a password."),
        "ValueControl": "Static",
        "CanCreatePerson": False,
        "IsUserNameSupported": True,
        "TableRight": None,
        "FieldProperties": {},
    }


def principal_of(associate: Associate) -> Carrier:
    """The `SoPrincipalCarrier` of a user. There are no licences."""
    person = associate.person
    contact = person.contact if person else None
    role = Role.objects.catalog()[associate.role_id or 0]
    own = Contact.objects.filter(is_owner=True).order_by("pk").values_list("pk", "country").first() or (0, 0)
    user_name = associate.user.username if associate.user else ""
    return {
        "UserType": USER_TYPE.name(associate.type),
        "Associate": associate.name,
        "AssociateId": associate.pk,
        "IsPerson": person is not None,
        "PersonId": associate.person_id or 0,
        "CountryId": (person and person.country_id) or 0,
        "HomeCountryId": own[1] or 0,
        "ContactId": (person and person.contact_id) or 0,
        "GroupId": associate.group_id or 0,
        "BusinessId": (contact and contact.business_id) or 0,
        "CategoryId": (contact and contact.category_id) or 0,
        "ContactOwner": own[0],
        "RoleId": role.pk,
        "RoleName": role.name,
        "RoleDescription": role.tooltip,
        "RoleType": ROLE_TYPE.name(role.type),
        "Licenses": [],
        "FullName": str(associate),
        "EMailAddress": associate.email,
        "FunctionRights": [name for name in Function.values if associate.has(Function(name))],
        "EjUserId": associate.ej_user_id,
        "EjAccessLevel": 0,
        "EjUserStatus": presence_of(associate)["Status"],
        "ProvidedCredentials": [],
        "SecondaryGroups": list(associate.other_groups.order_by("pk").values_list("pk", flat=True)),
        "DatabaseContextIdentifier": "",
        "UserName": user_name,
    }
