"""The routes out of the desk, a line per channel. A channel without a line keeps its deliveries planned."""

from collections.abc import Callable, Mapping

from crm.delivery.models import Channel
from crm.delivery.notifications.routes.mail import MailRoute
from crm.delivery.notifications.routes.popup import PopupRoute
from crm.delivery.notifications.routes.route import DelayedError, RefusedError, Route, UnreachableError
from crm.delivery.notifications.routes.sms import SmsRoute

ROUTES: Mapping[Channel, Callable[[], Route]] = {
    Channel.POPUP: PopupRoute,
    Channel.EMAIL: MailRoute,
    Channel.SMS: SmsRoute,
}

__all__ = ["ROUTES", "DelayedError", "MailRoute", "PopupRoute", "RefusedError", "Route", "UnreachableError"]
