"""`Idempotency-Key`: a call that a client repeats because it does not know whether the first one came through acts once.

The answer to a POST with a key is kept for a day, in the same transaction as what the POST wrote: both or neither. A
repeat (same caller, address and key) with the same query and body is answered with it; with another body it is refused
with 422. What was refused is not kept. Two at once: the second waits for the first. The original has no such header.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from hashlib import sha256
from http import HTTPStatus
from typing import Any

import orjson
from django.db import models, transaction
from django.http import HttpResponse
from django.utils import timezone
from rest_framework import exceptions
from rest_framework.request import Request

from crm.wire.errors import BadMember
from crm.wire.media import json_answer
from crm.wire.rights import Caller
from crm.wire.sql import insert_new

KEPT = datetime.timedelta(hours=24)
LONGEST_KEY = 200
LONGEST_ADDRESS = 200
FORGOTTEN_AT_ONCE = 100
REPEATED = "Idempotency-Replayed"


class KeyTaken(exceptions.APIException):
    """422: the key stands for another request."""

    status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    default_detail = "This Idempotency-Key was used for another request; a new request needs a new key."


class KeptAnswer(models.Model):
    """What a call with a key was answered. `caller` is whose id the caller has in the API; the body is JSON."""

    caller = models.IntegerField()
    address = models.CharField(max_length=LONGEST_ADDRESS)
    key = models.CharField(max_length=LONGEST_KEY)
    request = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    body = models.TextField(blank=True)
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["caller", "address", "key"], name="kept_answer_once"),
        ]

    def __str__(self) -> str:
        return f"{self.address} {self.key}"


def once(request: Request, caller: Caller, act: Callable[[], HttpResponse]) -> HttpResponse:
    """The answer of `act`, which is called once for all requests with the same key. Without a key, just that.

    The body of the request must have been read. Raises BadMember for a key that is none, KeyTaken.
    """
    key = request.META.get("HTTP_IDEMPOTENCY_KEY")
    if key is None:
        return act()
    if not (key.isascii() and key.isprintable() and 0 < len(key.strip()) <= len(key) <= LONGEST_KEY):
        raise BadMember("Idempotency-Key", f"A key has 1 to {LONGEST_KEY} printable ASCII characters.")
    address = request.path.lower().strip("/")[:LONGEST_ADDRESS]
    mine = KeptAnswer(caller=caller.pk, address=address, key=key, request=_digest(request))
    with transaction.atomic():
        kept = _claim(mine)
        if kept is not None:
            return _repeated(kept, mine)
        forget_answers(FORGOTTEN_AT_ONCE)
        answer = act()
        mine.status, mine.body = answer.status_code, answer.content.decode()
        mine.save(update_fields=["status", "body"])
    return answer


def forget_answers(most: int = 1000) -> int:
    """Deletes answers that were kept for a day, so many at most, and says how many those were.

    Rows that somebody else is forgetting are stepped over.
    """
    old = KeptAnswer.objects.filter(created_at__lt=timezone.now() - KEPT).order_by("created_at")
    with transaction.atomic():
        keys = list(old.select_for_update(skip_locked=True).values_list("pk", flat=True)[:most])
        return KeptAnswer.objects.filter(pk__in=keys).delete()[0] if keys else 0


def _claim(mine: KeptAnswer) -> KeptAnswer | None:
    """The answer that is kept for this key, None when the key is new and now this call's.

    Inserting waits for whoever is at work under the same key.
    """
    while True:
        mine.created_at = timezone.now()
        if insert_new(mine):
            return None
        same = KeptAnswer.objects.filter(caller=mine.caller, address=mine.address, key=mine.key)
        kept = same.select_for_update().first()
        if kept is not None and kept.created_at >= mine.created_at - KEPT:
            return kept
        if kept is not None:
            kept.delete()


def _repeated(kept: KeptAnswer, mine: KeptAnswer) -> HttpResponse:
    if kept.request != mine.request:
        raise KeyTaken
    headers = {REPEATED: "true"}
    if not kept.body:
        return HttpResponse(status=kept.status, headers=headers)
    return json_answer(orjson.loads(kept.body), kept.status, headers)


def _digest(request: Request) -> str:
    """What makes a request another one: its query, the type of its body, the zone of its dates, and the body."""
    meta: dict[str, Any] = request.META
    told = (
        meta.get("QUERY_STRING", ""),
        (request.content_type or "").lower(),
        meta.get("HTTP_SO_TIMEZONE", ""),
    )
    return sha256("\n".join((*told, "")).encode() + request._request.body).hexdigest()
