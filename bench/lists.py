"""How many statements every list runs, at few rows and at many: all resources, sub-lists, archives, lists and agents.

`python -m bench.lists --few 100 --many 10000` makes the demo world in the migrated, empty database of DATABASE_URL,
multiplies its rows, and prints a table. A list whose statements grow with its rows is marked, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from typing import Any

from bench.statements import Application, Call, environ_of, send
from bench.world import ANCHOR, World, multiply

FAR = {"StartTime": "2000-01-01T00:00:00", "EndTime": "2100-01-01T00:00:00"}
UNLISTED = {"ProviderName"}  # arguments of methods that are asked for by name below
Table = dict[str, Call]


def grow(rows: int) -> None:
    """Multiplies the first row of every model that is listed, and of what hangs on it, until there are so many."""
    from django.apps import apps

    from crm.models import Attachment
    from crm.wire.lists import touch

    found = {model.__name__: model for model in apps.get_app_config("crm").get_models()}
    links = Attachment.messages.through
    first = ["Contact", "Person", "Project", "Sale", "Associate", "Ticket", "TicketMessage", "Attachment"]
    last = [name for name in found if name not in (*first, *STILL)]
    for model in [*[found[name] for name in (*first, *last)], links]:
        row = model._default_manager.order_by("pk").first()
        there = model._default_manager.count()
        if row is not None and there < rows:
            different, relation = apart(model, there)
            if relation is None:
                multiply(row, rows - there + 1, **different)
            else:
                pair(row, rows - there, relation)
    touch()


STILL = ("ListStamp", "KeptAnswer", "Delivery", "DeliveryAttempt", "AccessToken", "Role")


def pair(row: Any, count: int, relation: Any) -> None:
    """Adds `count` copies of a row that differ in whom they point at: those that none of them points at yet."""
    from django.db import connection

    quote = connection.ops.quote_name
    table, other = quote(row._meta.db_table), quote(relation.related_model._meta.db_table)
    fields = [field.column for field in row._meta.concrete_fields if not field.primary_key]
    values = ", ".join("o.id" if name == relation.column else f"t.{quote(name)}" for name in fields)
    place = quote(relation.column)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(map(quote, fields))}) SELECT {values} FROM {table} t, {other} o"
            f" WHERE t.id = {row.pk} AND o.id NOT IN (SELECT {place} FROM {table} WHERE {place} IS NOT NULL)"
            f" ORDER BY o.id DESC LIMIT {count}"
        )


def apart(model: Any, there: int) -> tuple[dict[str, str], Any]:
    """What sets the copies of a row apart where the database wants them to differ: columns, or whom they point at."""
    relation: Any = None
    different: dict[str, str] = {}
    wanted = [
        (field.name,) for field in model._meta.concrete_fields if field.unique and not field.primary_key
    ]
    wanted += model._meta.unique_together
    wanted += [
        constraint.fields
        for constraint in model._meta.constraints
        if getattr(constraint, "fields", ())
        and constraint.condition is None
        and "id" not in constraint.fields
    ]
    if any(field.name == "is_default" for field in model._meta.concrete_fields):
        different["is_default"] = "(1 = 0)"  # there is one of those
    for names in wanted:
        fields = [model._meta.get_field(name) for name in names]
        field = next(field for field in reversed(fields) if field.get_internal_type() != "BooleanField")
        if field.one_to_one:
            different[field.column] = "NULL"
        elif field.is_relation:
            relation = field
        else:
            joined = "|| ' ' ||" if field.get_internal_type() in TEXTS else "+"
            different[field.column] = f"t.{field.column} {joined} (n + {there})"
    return different, relation


TEXTS = ("CharField", "TextField", "SlugField", "EmailField")


def addresses() -> Table:
    """Every list by its address, with how it is called."""
    return {**resources(), **dict(lists()), **dict(agents())}


def resources() -> Table:
    """The list of each resource and what hangs on its rows; each archive by its name."""
    from crm.urls import ARCHIVES, ROUTES

    found: Table = {}
    for routes in ROUTES:
        if routes.view.archive is not None:
            found[routes.name] = ("GET", f"/api/v1/{routes.name}", None)
        for name, below in routes.sub_lists.items():
            key = commonest(below.archive.model, below.path)
            if key is not None:
                found[f"{routes.name}/id/{name}"] = ("GET", f"/api/v1/{routes.name}/{key}/{name}", None)
    for address, key in hanging().items():
        found[address] = ("GET", f"/api/v1/{address.format(id=key)}", None)
    for archive in ARCHIVES:
        found[f"Archive/{archive.name}"] = ("GET", f"/api/v1/Archive/{archive.name}", None)
    return found


def hanging() -> dict[str, int | None]:
    """Lists of what hangs on a row that are no archives, with the row that most hangs on."""
    from crm.models import Attachment, ProjectMember, TicketMessage

    member, links = commonest(ProjectMember, "project_id"), Attachment.messages.through
    return {
        "Ticket/{id}/Attachments": commonest(TicketMessage, "ticket_id"),
        "TicketMessage/{id}/Attachment": commonest(links, "ticketmessage_id"),
        "Project/{id}/Members": member,
        "Project/{id}/Contacts": member,
    }


def commonest(model: Any, path: str) -> int | None:
    """The parent that most rows have."""
    from django.db.models import Count

    rows = model._default_manager.exclude(**{path: None}).order_by().values(path)
    most = rows.annotate(rows=Count("pk")).order_by("-rows").first()
    return most and int(most[path])


def lists() -> Iterator[tuple[str, Call]]:
    """The lists that sort other rows, and what there is to choose from each."""
    from crm.urls import LISTS, resources

    known = {str(pattern.pattern) for pattern in resources}
    for each in LISTS:
        for tail in ("Items", "MDOItems"):
            if f"^List/{each.name}/{tail}/?$" in known:
                yield f"List/{each.name}/{tail}", ("GET", f"/api/v1/List/{each.name}/{tail}", None)
        for name in each.assortment.names:
            yield f"MDOList/{name}", ("GET", f"/api/v1/MDOList/{name}", None)


def agents() -> Iterator[tuple[str, Call]]:
    """Every method that answers an array and only reads."""
    from crm.urls import AGENT_METHODS, ARCHIVES

    for method in AGENT_METHODS:
        path = f"Agents/{method.agent}/{method.name}"
        takes = method.takes or ""
        if not (method.returns or "").endswith("[]") or not method.only_reads:
            continue
        if not any(name in takes for name in UNLISTED):
            yield path, ("POST", f"/api/v1/{path}", body(takes, method.answers))
    for archive in ARCHIVES:
        asked = {"ProviderName": archive.name, "Columns": [], "Page": 0, "PageSize": 10_000}
        path = "Agents/Archive/GetArchiveListByColumns"
        yield f"{path} {archive.name}", ("POST", f"/api/v1/{path}", asked)


def body(takes: str, answers: Any) -> Any:
    """What a method is called with: every row that there is, and all time."""
    from crm.models import Associate, Person, Project, Ticket, TicketMessage, UserGroup
    from crm.wire.listing import ChoicesView

    if takes == "int[]":
        return list(answers.model._default_manager.values_list("pk", flat=True)) if answers else []
    keys = {
        "TicketIds": list(Ticket.objects.values_list("pk", flat=True)[:1000]),
        "AssociateIds": list(Associate.objects.values_list("pk", flat=True)[:1000]),
        "MessageIds": list(TicketMessage.objects.values_list("pk", flat=True)[:1000]),
    }
    parents = {
        "TicketId": commonest(TicketMessage, "ticket_id"),
        "ContactId": commonest(Person, "contact_id"),
        "PersonId": commonest(Associate, "person_id"),
        "ProjectId": Project.objects.order_by("pk").values_list("pk", flat=True).first(),
        "AssociateId": Associate.objects.order_by("pk").values_list("pk", flat=True).first(),
        "GroupId": UserGroup.objects.order_by("pk").values_list("pk", flat=True).first(),
    }
    category = ChoicesView.shelf.find("Category")
    named = {
        "Name": "category",
        "UdListDefinitionId": category and category.id,
        "UdListDefinitionName": "Category",
        "Count": 10_000,
        "OwnerType": "Contact",
    }
    return {**FAR, **keys, **parents, **named}


def count(application: Application, world: World, call: Call) -> int | str:
    """The statements of a call, the second time; what was refused as it was."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    try:
        send(application, environ_of(world, *call))
        with CaptureQueriesContext(connection) as captured:
            send(application, environ_of(world, *call))
    except AssertionError as refused:
        return f"refused: {refused}"[:200]
    return len(captured.captured_queries)


def counts(application: Application, world: World, without: tuple[str, ...] = ()) -> dict[str, int | str]:
    """The statements of every list, but those whose names begin so."""
    return {
        name: count(application, world, call)
        for name, call in addresses().items()
        if not name.startswith(without)
    }


def main() -> int:
    import django

    parser = argparse.ArgumentParser(prog="python -m bench.lists", description=__doc__)
    parser.add_argument("--few", type=int, default=100)
    parser.add_argument("--many", type=int, default=10_000)
    options = parser.parse_args()
    django.setup()
    from django.core.wsgi import get_wsgi_application

    application = get_wsgi_application()
    world = begin()
    grow(options.few)
    before = counts(application, world)
    grow(options.many)
    after = counts(application, world)
    print(f"{'list':60} {options.few:>8,} {options.many:>8,}")
    for name, number in before.items():
        print(f"{name:60} {number:>8} {after[name]:>8} {'' if number == after[name] else 'GROWS'}")
    return int(before != after)


def begin() -> World:
    """The demo world with a row of everything that is listed; its caller is an administrator."""
    import datetime

    from django.core.management import call_command

    from crm.directory.actions import create_token
    from crm.models import Associate, Attachment, Person, Project, ProjectMember, TicketMessage

    call_command("seed", verbosity=0)
    if not ProjectMember.objects.exists():
        ProjectMember.objects.create(project=Project.objects.all()[0], person=Person.objects.all()[0])
    if not Attachment.messages.through.objects.exists():
        attachment = Attachment.objects.create(name="plan.txt", content_type="text/plain", created_at=ANCHOR)
        attachment.messages.add(TicketMessage.objects.all()[0])
    caller = Associate.objects.filter(user__is_superuser=True).order_by("pk")[0]
    _token, secret = create_token(caller, name="lists", lifetime=datetime.timedelta(days=1), by=None)
    return World(secret, caller.name, "", 0, 0, [], [], caller.pk, 0, 0, 0, {})


if __name__ == "__main__":
    sys.exit(main())
