"""Where a documented endpoint leads on this desk: `served`, `refused` with 501, or `nowhere`."""

from __future__ import annotations

from django.urls import Resolver404, resolve

from crm.urls import AGENT_METHODS
from crm.wire.views import not_found
from tests.fidelity.inventory import Endpoint, Method

SERVED, REFUSED, NOWHERE = "served", "refused", "nowhere"
LIST = "priority"  # a list that there is, for addresses of any list


def leads(endpoint: Endpoint) -> str:
    try:
        view = resolve(endpoint.filled(text=LIST)).func
    except Resolver404:
        return NOWHERE
    actions: dict[str, str] = getattr(view, "actions", {})
    if view is not_found or endpoint.verb.lower() not in actions:
        return NOWHERE
    return REFUSED if actions[endpoint.verb.lower()] == "refuse" else SERVED


def is_built(method: Method) -> bool:
    """Whether an agents' method is served."""
    return any(each.agent == method.agent and each.name == method.called for each in AGENT_METHODS)
