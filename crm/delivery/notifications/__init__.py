"""How planned deliveries reach people: the routes out of the desk, and the worker that uses them."""

from crm.delivery.notifications.pace import Pace
from crm.delivery.notifications.routes import ROUTES
from crm.delivery.notifications.sender import Sender
from crm.delivery.notifications.worker import Bell, Hourly, Worker

__all__ = ["ROUTES", "Bell", "Hourly", "Pace", "Sender", "Worker"]
