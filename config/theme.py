"""How the admin looks: names, logo, colours, and who fills its sidebar and its first page."""

from __future__ import annotations

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _


def icon(_request: HttpRequest) -> str:
    return static("desk/fjord.svg")


def styles(_request: HttpRequest) -> str:
    return static("desk/desk.css")


def colors(_request: HttpRequest) -> str:
    return static("desk/colors.css")


def no_inline_colors(_request: HttpRequest) -> dict[str, dict[str, str]]:
    """unfold would print its colours into a style element of every page; `desk/colors.css` holds them."""
    return {}


UNFOLD = {
    "SITE_TITLE": "Fjord",
    "SITE_HEADER": "Fjord",
    "SITE_SUBHEADER": _("Service desk"),
    "SITE_URL": None,
    "SITE_ICON": icon,
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": icon}],
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": False,
    "SHOW_BACK_BUTTON": True,
    "BORDER_RADIUS": None,
    "COLORS": no_inline_colors,
    "STYLES": [colors, styles],
    "DASHBOARD_CALLBACK": "crm.admin.dashboard.dashboard",
    "COMMAND": {"search_callback": "crm.admin.navigation.found"},
    "TABS": "crm.admin.navigation.tabs",
    "SIDEBAR": {
        "show_search": True,
        "command_search": True,
        "show_all_applications": False,
        "navigation": "crm.admin.navigation.navigation",
    },
}
