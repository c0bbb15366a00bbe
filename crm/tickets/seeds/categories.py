"""The tree of ticket categories of the demo world, and who belongs to each."""

from __future__ import annotations

from dataclasses import dataclass

from crm.directory.seeds.cast import KEYS
from crm.directory.seeds.planting import plant
from crm.tickets.models import CategoryFlag, CategoryMembership, DelegateMethod, TicketCategory

_LIST = CategoryFlag.LIST_IN_MAIN
_EVEN, _WEIGHTED, _FEWEST, _NOBODY = (
    DelegateMethod.EVEN,
    DelegateMethod.WEIGHTED,
    DelegateMethod.UNFAIR,
    DelegateMethod.NOT,
)


@dataclass(frozen=True)
class Branch:
    """A category: its path, who administers it, and its members with their weights."""

    key: int
    path: str
    master: str = ""
    members: str = ""
    flags: int = _LIST
    method: DelegateMethod = _NOBODY
    told: str = ""


# The documented ticket names 518 and 520, "VIP Customer".
TREE = (
    Branch(501, "Support", "tje0", "tje0=1 jpe0=3 lny0=3", method=_EVEN),
    Branch(502, "Support/Login and access", "tje0", "tje0=1 jpe0=5 lny0=2", method=_WEIGHTED),
    Branch(
        503,
        "Support/Integrations",
        "aha0",
        "aha0=2 yta0=2 tje0=0",
        flags=_LIST | CategoryFlag.NOTIFY_MEMBERS,
        method=_FEWEST,
    ),
    Branch(504, "Support/Mobile app", "yta0", "yta0=1 jpe0=1", method=_EVEN),
    Branch(506, "Support/Devices", "lny0", "lny0=1"),
    Branch(507, "Support/Devices/Printers", "lny0", "lny0=1 jpe0=1", method=_EVEN),
    Branch(510, "Billing", "mko0", "mko0=1"),
    Branch(511, "Billing/Invoices", "mko0", "mko0=3 iso0=1", method=_WEIGHTED),
    Branch(512, "Billing/Payments", "mko0", "mko0=1", flags=_LIST | CategoryFlag.DEFAULT_TO_CATEGORY_MASTER),
    Branch(
        518,
        "Key accounts",
        "iso0",
        "iso0=2 tje0=1",
        flags=_LIST | CategoryFlag.DELEGATE_TO_OUR_CONTACT,
        method=_EVEN,
    ),
    Branch(
        520,
        "Key accounts/VIP Customer",
        "iso0",
        "iso0=2 tje0=1 lny0=1",
        flags=_LIST | CategoryFlag.DELEGATE_TO_OUR_CONTACT | CategoryFlag.ACCEPT_WHEN_REPLYING,
        method=_WEIGHTED,
    ),
    Branch(530, "People", "mko0", "mko0=1 iso0=1", flags=CategoryFlag.INTERNAL | CategoryFlag.MEMBERS_ONLY),
    Branch(540, "Facilities", "lny0", flags=CategoryFlag.INTERNAL | _LIST, told="facilities@fjord.example"),
    Branch(550, "Unsorted", "tje0", told="desk@fjord.example"),
)
CATEGORY_KEYS = {branch.path: branch.key for branch in TREE}


def plant_categories() -> int:
    """Plants the tree, each category with its members, and returns how many rows that took."""
    planted = {category.pk for category in plant(_category(branch) for branch in TREE)}
    members = plant(member for branch in TREE if branch.key in planted for member in _members(branch))
    return len(planted) + len(members)


def _category(branch: Branch) -> TicketCategory:
    parent, _, name = branch.path.rpartition("/")
    return TicketCategory(
        id=branch.key,
        parent_id=CATEGORY_KEYS.get(parent),
        name=name,
        fullname=branch.path,
        external_name="" if branch.flags & CategoryFlag.INTERNAL else name,
        category_master_id=KEYS.get(branch.master),
        flags=branch.flags,
        delegate_method=branch.method,
        notification_email=branch.told,
    )


def _members(branch: Branch) -> list[CategoryMembership]:
    weights = [member.split("=") for member in branch.members.split()]
    return [
        CategoryMembership(
            id=branch.key * 100 + place, category_id=branch.key, associate_id=KEYS[name], weight=int(weight)
        )
        for place, (name, weight) in enumerate(weights, 1)
    ]
