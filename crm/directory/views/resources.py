"""An index of the directory's addresses and agents' methods; who signs in does not need it."""

from crm.directory.views import contact, person, user, work
from crm.directory.views.outside import OUTSIDE

__all__ = ["AGENT_METHODS", "OUTSIDE", "ROUTES"]

ROUTES = [*contact.ROUTES, *person.ROUTES, *work.ROUTES, *user.ROUTES]
AGENT_METHODS = [*contact.AGENT_METHODS, *person.AGENT_METHODS, *work.AGENT_METHODS, *user.AGENT_METHODS]
