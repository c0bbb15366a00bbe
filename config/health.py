"""Two questions that a supervisor asks: is the process up, and can it do its work?"""

from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from crm.checks import uncollected
from crm.delivery.models import Delivery

PASSED = "ok"
View = Callable[[HttpRequest], HttpResponse]


def healthz(_request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers; touches nothing else."""
    return HttpResponse("ok\n", content_type="text/plain", headers={"Cache-Control": "no-store"})


def readyz(_request: HttpRequest) -> JsonResponse:
    """200 when every part is ready, otherwise 503; the body says of each part "ok" or what is wrong."""
    parts = {name: verdict(check) for name, check in CHECKS.items()}
    ready = all(answer == PASSED for answer in parts.values())
    return JsonResponse(
        {"ready": ready, **parts}, status=200 if ready else 503, headers={"Cache-Control": "no-store"}
    )


def verdict(check: Callable[[], str]) -> str:
    try:
        return check()
    except DatabaseError:
        return "the database does not answer"


def database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return PASSED


def migrations() -> str:
    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return f"{len(pending)} migrations are not applied" if pending else PASSED


def static_files() -> str:
    return uncollected() or PASSED


def deliveries() -> str:
    """Ready while the oldest delivery that is due waits no longer than FJORD_READY_MAX_AGE."""
    age = Delivery.objects.oldest_pending_age(timezone.now())
    if age is None or age <= settings.FJORD_READY_MAX_AGE:
        return PASSED
    return f"the oldest pending delivery waits {age.total_seconds():.0f} s; is `manage.py work` running?"


class ProbeMiddleware:
    """Answers both questions to any host: a supervisor knows the process by its address, not by the desk's name."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return PROBES.get(request.path_info, self.get_response)(request)


CHECKS: dict[str, Callable[[], str]] = {
    "database": database,
    "migrations": migrations,
    "static files": static_files,
    "deliveries": deliveries,
}
PROBES: dict[str, View] = {"/healthz": healthz, "/readyz": readyz}
