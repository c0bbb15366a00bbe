"""Custom fields over the UserDefinedFieldInfo agent: the same actions as the addresses of the layouts."""

from __future__ import annotations

from django.db import models

from crm.directory.actions import delete_field, is_changed, new_field, publish_fields, revert_fields
from crm.directory.actions.fields import must_administer
from crm.directory.contracts.enums import UDEF_TYPE
from crm.directory.contracts.fields import USER_DEFINED_FIELD
from crm.directory.models import CustomField, FieldOwner
from crm.directory.models.field_types import UDEF_OWNERS
from crm.directory.views.fields import found, kind_in, meant, take_field, udefs
from crm.wire.bind import key_in
from crm.wire.calls import AgentCall, AgentMethod, agent_method
from crm.wire.errors import BadMember, RowNotFound
from crm.wire.kinds import INT32
from crm.wire.read import read_unsaved
from crm.wire.steps import Carrier

AGENT, CARRIER = "UserDefinedFieldInfo", "UserDefinedFieldInfo"
OWNER = "{OwnerType}"
Rows = models.QuerySet[CustomField]


def _owner(call: AgentCall, name: str = "OwnerType") -> FieldOwner:
    """Whose fields a call is about. Raises BadMember."""
    given = call.argument(name)
    known = [owner for owner in UDEF_OWNERS if UDEF_TYPE.name(owner).lower() == str(given).lower()]
    if not known and str(given) in {str(owner.value) for owner in UDEF_OWNERS}:
        known = [FieldOwner(int(given))]
    if not known:
        names = ", ".join(UDEF_TYPE.name(owner) for owner in UDEF_OWNERS)
        raise BadMember(f"$.{name}", f"One of {names} is expected here.")
    return known[0]


def _first(call: AgentCall, rows: Rows, **wanted: str) -> Carrier | None:
    return next(iter(call.all(USER_DEFINED_FIELD, udefs(rows).filter(**wanted))), None)


def _known(key: int) -> CustomField | None:
    """The field of the working layout that an id of either layout names."""
    known = CustomField.objects.filter(pk=key).first() if key <= INT32 else None
    return known and meant(known.owner, key)


@agent_method(AGENT, "{OwnerType, FieldType}", CARRIER, answers=USER_DEFINED_FIELD)
def create_user_defined_field_info(call: AgentCall) -> Carrier:
    """A new field of a type, laid out behind the others, to be completed and saved."""
    kind = kind_in(call.text("FieldType"), "$.FieldType")
    field = new_field(_owner(call), kind, by=call.caller)
    return read_unsaved(USER_DEFINED_FIELD, field, call.caller, call.dialect)


@agent_method(AGENT, CARRIER, CARRIER, body=USER_DEFINED_FIELD, answers=USER_DEFINED_FIELD)
def save_user_defined_field_info(call: AgentCall) -> Carrier | None:
    """Saves a field of the working layout."""
    must_administer(call.caller)
    key = key_in(USER_DEFINED_FIELD, call.body)
    known = _known(key) if key > 0 else None
    if key > 0 and known is None:
        raise RowNotFound(CARRIER, key)
    owner = FieldOwner(known.owner) if known else _owner(call, "Type")
    saved = take_field(owner, call.body, call.caller, dialect=call.dialect)
    return call.one(USER_DEFINED_FIELD, saved.pk)


@agent_method(AGENT, "?UserDefinedFieldInfoId=")
def delete_user_defined_field_info(call: AgentCall) -> None:
    """Takes a field out of the working layout."""
    must_administer(call.caller)
    key = call.number("UserDefinedFieldInfoId")
    field = _known(key)
    if field is None:
        raise RowNotFound(CARRIER, key)
    with found(key):
        delete_field(field, by=call.caller)


@agent_method(AGENT, "?UserDefinedFieldInfoId=", CARRIER, answers=USER_DEFINED_FIELD)
def get_user_defined_field_info(call: AgentCall) -> Carrier | None:
    """A field of either layout by its id, or null."""
    return call.one(USER_DEFINED_FIELD, call.number("UserDefinedFieldInfoId"))


@agent_method(AGENT, "{ProgId, OwnerType}", CARRIER, answers=USER_DEFINED_FIELD)
def get_user_defined_field_from_prog_id(call: AgentCall) -> Carrier | None:
    """A field of the working layout by its programmatic name, or null."""
    return _first(call, CustomField.objects.working(_owner(call)), key=call.text("ProgId"))


@agent_method(AGENT, "{FieldLabel, OwnerType}", CARRIER, answers=USER_DEFINED_FIELD)
def get_user_defined_field_from_field_label(call: AgentCall) -> Carrier | None:
    """A field of the working layout by its label, or null."""
    return _first(call, CustomField.objects.working(_owner(call)), label=call.text("FieldLabel"))


@agent_method(AGENT, "{ProgId, OwnerType}", CARRIER, answers=USER_DEFINED_FIELD)
def get_published_user_defined_field_from_prog_id(call: AgentCall) -> Carrier | None:
    """A published field by its programmatic name, or null."""
    return _first(call, CustomField.objects.published(_owner(call)), key=call.text("ProgId"))


@agent_method(AGENT, "{FieldLabel, OwnerType}", CARRIER, answers=USER_DEFINED_FIELD)
def get_published_user_defined_field_from_field_label(call: AgentCall) -> Carrier | None:
    """A published field by its label, or null."""
    return _first(call, CustomField.objects.published(_owner(call)), label=call.text("FieldLabel"))


@agent_method(AGENT, OWNER, f"{CARRIER}[]", answers=USER_DEFINED_FIELD)
def get_published_user_defined_field_list(call: AgentCall) -> list[Carrier]:
    """The published layout."""
    return call.all(USER_DEFINED_FIELD, udefs(CustomField.objects.published(_owner(call))))


@agent_method(AGENT, OWNER, f"{CARRIER}[]", answers=USER_DEFINED_FIELD)
def get_user_defined_field_list(call: AgentCall) -> list[Carrier]:
    """The working layout."""
    return call.all(USER_DEFINED_FIELD, udefs(CustomField.objects.working(_owner(call))))


@agent_method(AGENT, OWNER, "bool")
def detect_unpublished_changes(call: AgentCall) -> bool:
    """Whether there is something to publish."""
    return is_changed(_owner(call))


@agent_method(AGENT, OWNER)
def revert(call: AgentCall) -> None:
    """Makes the working layout what the published one is."""
    must_administer(call.caller)
    revert_fields(_owner(call), by=call.caller)


@agent_method(AGENT, OWNER, "int")
def publish(call: AgentCall) -> int:
    """Publishes the working layout; its version."""
    must_administer(call.caller)
    return publish_fields(_owner(call), by=call.caller)


@agent_method(AGENT, returns="bool")
def is_any_publish_event_active(_call: AgentCall) -> bool:
    """Whether a layout is being published: never, since nobody sees that half done."""
    return False


@agent_method(AGENT, OWNER)
def set_publish_start_system_event(call: AgentCall) -> None:
    """Announces that somebody will publish. Those who do take turns anyway, so it has no effect."""
    must_administer(call.caller)
    _owner(call)


@agent_method("Configuration")
def rebuild_udef_deltas(call: AgentCall) -> None:
    """Makes a published layout appear. It has appeared already, so it has no effect."""
    must_administer(call.caller)


AGENT_METHODS: list[AgentMethod] = [
    create_user_defined_field_info,
    save_user_defined_field_info,
    delete_user_defined_field_info,
    get_user_defined_field_info,
    get_user_defined_field_from_prog_id,
    get_user_defined_field_from_field_label,
    get_published_user_defined_field_from_prog_id,
    get_published_user_defined_field_from_field_label,
    get_published_user_defined_field_list,
    get_user_defined_field_list,
    detect_unpublished_changes,
    revert,
    publish,
    is_any_publish_event_active,
    set_publish_start_system_event,
    rebuild_udef_deltas,
]
