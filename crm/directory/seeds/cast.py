"""The users of the demo world, and the one place where their passwords stand."""

from __future__ import annotations

from dataclasses import dataclass

from crm.directory.models import UserType
from crm.directory.models.role import (
    ADMINISTRATOR_ROLE,
    AGENT_ROLE,
    CATEGORY_ROLE,
    CUSTOMER_ROLE,
    READER_ROLE,
)
from crm.directory.seeds.lists import (
    FIELD_SERVICE,
    FINANCE,
    MANAGEMENT,
    SALES,
    SECOND_LINE,
    SERVICE_DESK,
)

AGENTS, READERS, CUSTOMERS = "Service agents", "Read only", "Customers"


@dataclass(frozen=True, kw_only=True)
class Member:
    """A user as the demo world knows them. Without `what` they have no account to sign in with."""

    key: int
    name: str
    full_name: str
    what: str = ""
    person: int | None = None
    group: int | None = None
    others: tuple[int, ...] = ()
    rights: str = ""
    role: int = AGENT_ROLE
    administrator: bool = False
    ej_user: int = 0
    type: UserType = UserType.INTERNAL_ASSOCIATE

    @property
    def password(self) -> str:
        """The name with a capital letter: tje0 signs in with Tje0, as the documented calls do."""
        return self.name.capitalize()


def _agent(
    key: int,
    name: str,
    full_name: str,
    *,
    what: str = "",
    person: int,
    groups: list[int],
    role: int = AGENT_ROLE,
) -> Member:
    return Member(
        key=key,
        name=name,
        full_name=full_name,
        what=f"service agent{what}",
        person=person,
        group=groups[0],
        others=tuple(groups[1:]),
        rights=AGENTS,
        role=role,
        ej_user=person,
    )


# The documented calls name the keys 360, 444, 667, 717, 753 and 851.
CAST = (
    Member(
        key=5,
        name="tje0",
        full_name="Tove Jensen",
        what="administrator",
        person=870,
        group=SERVICE_DESK,
        others=(SECOND_LINE, MANAGEMENT),
        role=ADMINISTRATOR_ROLE,
        administrator=True,
        ej_user=870,
    ),
    _agent(360, "jpe0", "João Pereira", person=871, groups=[SERVICE_DESK]),
    _agent(444, "lny0", "Lars Nygård", person=872, groups=[SERVICE_DESK, FIELD_SERVICE]),
    _agent(
        667,
        "mko0",
        "Marta Kowalczyk",
        what=", finance",
        person=873,
        groups=[FINANCE, SERVICE_DESK],
        role=CATEGORY_ROLE,
    ),
    _agent(717, "aha0", "Amir Haddad", what=", second line", person=875, groups=[SECOND_LINE]),
    _agent(753, "yta0", "Yuki Tanaka", what=", second line", person=876, groups=[SECOND_LINE]),
    _agent(851, "iso0", "Ingrid Solberg", what=", sales", person=874, groups=[SALES, SERVICE_DESK]),
    Member(
        key=877,
        name="nok0",
        full_name="Ngozi Okafor",
        what="sees everything, changes nothing",
        person=877,
        group=MANAGEMENT,
        rights=READERS,
        role=READER_ROLE,
    ),
    Member(
        key=902,
        name="nordfjord",
        full_name="Meeting room Nordfjord",
        group=MANAGEMENT,
        type=UserType.RESOURCE_ASSOCIATE,
    ),
    Member(
        key=910,
        name="peder",
        full_name="Peder Ås",
        what="customer, by API only",
        person=2001,
        rights=CUSTOMERS,
        role=CUSTOMER_ROLE,
        type=UserType.EXTERNAL_ASSOCIATE,
    ),
)
KEYS = {member.name: member.key for member in CAST}
PERSON_KEYS = {member.name: member.person for member in CAST}
DEMO_SIGN_INS: tuple[tuple[str, str, str], ...] = tuple(
    (member.name, member.password, member.what) for member in CAST if member.what
)
