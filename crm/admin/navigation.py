"""What stands in the sidebar and in the tabs above the list of tickets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from unfold.dataclasses import SearchResult

from crm.directory.admin.rows import visible
from crm.tickets.admin.dashboard import list_url
from crm.tickets.admin.overviews import OVERVIEWS, PARAMETER, Overview
from crm.tickets.models import Ticket

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Entry = dict[str, Any]
IN_SIDEBAR = ("mine", "unassigned", "late", "escalated")


@dataclass(frozen=True)
class Section:
    """A group of the sidebar: models by label, each with its Material symbol."""

    title: StrOrPromise
    models: dict[str, str]
    folded: bool = True


SECTIONS = (
    Section(
        _("Tickets"),
        {
            "crm.ticket": "confirmation_number",
            "crm.ticketmessage": "forum",
        },
        folded=False,
    ),
    Section(_("Diary"), {"crm.appointment": "calendar_month"}, folded=False),
    Section(
        _("Customers"),
        {
            "crm.person": "person",
            "crm.contact": "domain",
            "crm.project": "account_tree",
            "crm.sale": "payments",
        },
        folded=False,
    ),
    Section(
        _("System"),
        {
            "crm.systemevent": "campaign",
            "crm.systemmessage": "mark_chat_unread",
            "crm.workflowevent": "conversion_path",
        },
    ),
    Section(_("Delivery"), {"crm.delivery": "outgoing_mail", "crm.attempt": "history"}),
    Section(
        _("Ticket set-up"),
        {
            "crm.ticketcategory": "folder",
            "crm.ticketpriority": "low_priority",
            "crm.ticketstatus": "label",
            "crm.tickettype": "category",
            "crm.tickettag": "sell",
        },
    ),
    Section(
        _("Users and access"),
        {
            "crm.associate": "badge",
            "crm.role": "admin_panel_settings",
            "crm.usergroup": "groups",
            "auth.user": "account_circle",
            "auth.group": "shield_person",
            "crm.accesstoken": "key",
            "axes.accessattempt": "lock_clock",
        },
    ),
    Section(
        _("Lists"),
        {
            "crm.task": "task",
            "crm.priority": "flag",
            "crm.rejectreason": "event_busy",
            "crm.position": "work",
            "crm.business": "storefront",
            "crm.contactcategory": "bookmarks",
            "crm.country": "public",
            "crm.currency": "currency_exchange",
            "crm.projecttype": "lists",
            "crm.projectstatus": "rule",
            "crm.saletype": "shoppingmode",
            "crm.customlist": "list_alt",
            "crm.customlistitem": "format_list_bulleted",
            "crm.listheading": "title",
            "crm.customfield": "edit_attributes",
        },
    ),
    Section(
        _("Records"),
        {
            "crm.participant": "group_add",
            "crm.appointmentlink": "link",
            "crm.appointmentvisibility": "visibility",
            "crm.recurrence": "event_repeat",
            "crm.attachment": "attach_file",
            "crm.ticketmessageheader": "subject",
            "crm.categorymembership": "person_check",
            "crm.escalationlevel": "stairs",
            "crm.notepad": "sticky_note_2",
        },
    ),
)


def navigation(request: HttpRequest) -> list[Entry]:
    """The groups of the sidebar, with what the reader may see."""
    home: Entry = {
        "title": _("Home"),
        "icon": "home",
        "link": reverse("admin:index"),
        "active": request.path == reverse("admin:index"),
    }
    groups: list[Entry] = [{"items": [home]}]
    for section in SECTIONS:
        entries = [model_entry(request, label, icon) for label, icon in section.models.items()]
        if "crm.ticket" in section.models:
            entries = [*(overview_entry(request, overview) for overview in shown()), *entries]
        groups.append(
            {"title": section.title, "collapsible": section.folded, "separator": True, "items": entries}
        )
    groups.append({"separator": True, "items": [reference()]})
    return groups


def reference() -> Entry:
    return {"title": _("API reference"), "icon": "api", "link": reverse("docs"), "active": False}


def shown() -> list[Overview]:
    return [overview for overview in OVERVIEWS if overview.key in IN_SIDEBAR]


def model_entry(request: HttpRequest, label: str, icon: str) -> Entry:
    model = apps.get_model(label)._meta
    link = reverse(f"admin:{model.app_label}_{model.model_name}_changelist")
    overview = model.model_name == "ticket" and request.GET.get(PARAMETER) in IN_SIDEBAR
    return {
        "title": capfirst(str(model.verbose_name_plural)),
        "icon": icon,
        "link": link,
        "active": request.path.startswith(link) and not overview,
        "permission": lambda request: may_view(request, label),
    }


def overview_entry(request: HttpRequest, overview: Overview) -> Entry:
    return {
        "title": overview.title,
        "icon": overview.icon,
        "link": list_url(overview),
        "active": is_shown(request, overview.key),
        "permission": lambda request: may_view(request, "crm.ticket"),
    }


def tabs(request: HttpRequest) -> list[Entry]:
    """The overviews above the list of tickets."""
    everything: Entry = {"title": _("All"), "link": "?", "active": not request.GET.get(PARAMETER)}
    # Relative addresses: unfold would light up every entry of the sidebar that has the address of a tab.
    items = [
        {
            "title": overview.title,
            "link": f"?{PARAMETER}={overview.key}",
            "active": is_shown(request, overview.key),
        }
        for overview in OVERVIEWS
    ]
    return [{"models": ["crm.ticket"], "items": [everything, *items]}]


def found(request: HttpRequest, term: str) -> list[SearchResult]:
    """A number typed into the palette leads to its ticket. No subject is told: unfold keeps answers for minutes."""
    number = term.strip().removeprefix("#")
    if not (number.isdecimal() and len(number) < 10 and may_view(request, "crm.ticket")):
        return []
    keys = visible(Ticket.objects.filter(pk=int(number)), request).values_list("pk", flat=True)
    return [
        SearchResult(
            title=_now("Ticket %(number)s") % {"number": key},
            description=_now("Tickets"),
            link=reverse("admin:crm_ticket_change", args=[key]),
            icon="confirmation_number",
        )
        for key in keys
    ]


def is_shown(request: HttpRequest, key: str) -> bool:
    on_list = request.path == reverse("admin:crm_ticket_changelist")
    return on_list and request.GET.get(PARAMETER) == key


def may_view(request: HttpRequest, label: str) -> bool:
    app, model = label.split(".")
    user: Any = request.user
    return bool(user.has_perm(f"{app}.view_{model}") or user.has_perm(f"{app}.change_{model}"))
