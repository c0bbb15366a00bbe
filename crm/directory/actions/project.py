"""Saving and deleting projects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from crm.directory.actions.record import (
    give_number,
    held,
    number_fault,
    promote,
    refuse,
    stamp,
    take,
    trimmed,
)
from crm.directory.models import (
    Associate,
    Person,
    Project,
    ProjectMember,
    ProjectStatus,
    ProjectType,
)
from crm.directory.models.reach import PROJECT_WAYS
from crm.wire.rights import must_reach

PREFIX = "P-"


def _first(model: Any) -> Any:
    """The item of a list that stands first."""
    return next((row for row in model.objects.catalog().values() if not row.deleted), None)


def new_project(*, by: Associate) -> Project:
    """An unsaved project with the defaults of a new one: the caller's, of the first type and status."""
    return Project(associate=by, created_by=by, type=_first(ProjectType), status=_first(ProjectStatus))


def save_project(project: Project, values: Mapping[str, Any], *, by: Associate) -> Project:
    """Creates or changes a project. All or nothing.

    `values` go by attribute; `members` is a list of dicts of attributes, `urls` one of dicts of value and description.
    Raises ValidationError with a message for each attribute at fault. A project without a number gets one.
    """
    given = dict(values)
    members = given.pop("members", None)
    with transaction.atomic():
        is_new = project._state.adding
        project = held(project, "change", by)
        owner = project.associate_id
        take(project, given, PROJECT_WAYS)
        trimmed(project, "name", "project_number")
        project.associate_id = project.associate_id or owner or by.pk
        promote(project, PROJECT_WAYS)
        refuse(_faults(project))
        stamp(project, by)
        project.save()
        give_number(project, "project_number", PREFIX)
        if members is not None:
            _write_members(project, members)
        if is_new:
            must_reach("add", project, by)
    return project


def delete_project(project: Project, *, by: Associate) -> None:
    """Deletes a project with its list of members; what refers to it loses the reference."""
    with transaction.atomic():
        held(project, "delete", by).delete()


def _faults(project: Project) -> dict[str, str]:
    faults = number_fault(project, "project_number")
    if not project.name:
        faults["name"] = _("A name is needed.")
    if project.start_date and project.end_date and project.end_date < project.start_date:
        faults["end_date"] = _("A project cannot end before it starts.")
    return faults


def _write_members(project: Project, given: Iterable[Mapping[str, Any]]) -> None:
    """Makes these the members: those who stay keep their row, and nobody is a member twice."""
    wanted: dict[tuple[int | None, int | None], Mapping[str, Any]] = {}
    for values in given:
        person, contact = values.get("person_id"), values.get("contact_id")
        if person or contact:
            wanted.setdefault((person, None if person else contact), values)
    there = {_who(member): member for member in project.members.all()}
    gone = [member.pk for who, member in there.items() if who not in wanted]
    ProjectMember.objects.filter(pk__in=gone).delete()
    companies = dict(
        Person.objects.filter(pk__in=[person for person, _contact in wanted if person]).values_list(
            "pk", "contact"
        )
    )
    for (person, contact), values in wanted.items():
        company = contact or values.get("contact_id") or companies.get(person or 0)
        _write_member(
            there.get((person, contact)) or ProjectMember(person_id=person), project, company, values
        )


def _write_member(
    member: ProjectMember, project: Project, company: int | None, values: Mapping[str, Any]
) -> None:
    comment = values.get("comment", member.comment)
    if member.pk and (member.contact_id, member.comment) == (company, comment):
        return
    member.project, member.contact_id, member.comment = project, company, comment
    member.save()


def _who(member: ProjectMember) -> tuple[int | None, int | None]:
    return member.person_id, None if member.person_id else member.contact_id
