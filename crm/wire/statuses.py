"""Which statuses the reference of the API tells of each operation, and what they mean there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from drf_spectacular.utils import OpenApiResponse

from crm.wire.serializers import ErrorSerializer

NOT_MODIFIED = 304
# What may be answered whatever is asked for.
REFUSALS = {
    400: "The request cannot be read, or names something that does not exist.",
    401: "Nobody is signed in.",
    403: "The caller does not have the right.",
    404: "There is no such row, or the caller may not see it.",
    405: "The address, as it was sent, has no such verb.",
    406: "The answer cannot be given in an accepted type.",
    413: "The body is too large.",
    415: "The body is of a type that is not read here.",
    429: "Signing in failed too often; Retry-After, or the message, says when to try again.",
    503: "The database is busy or cannot be reached; Retry-After says when to try again.",
}
OUTCOMES = {
    NOT_MODIFIED: "The client has this already: nothing has changed.",
    409: "A test of the patch failed, and nothing is saved.",
    412: "The row is not what the conditions of the request name: somebody changed it, and nothing is saved.",
    422: "The Idempotency-Key was used for another request.",
}
STATUSES = {
    "create": (422,),
    "retrieve": (NOT_MODIFIED, 412),
    "update": (412,),
    "partial_update": (409, 412),
    "destroy": (412,),
}


def refusals(more: Iterable[int] = ()) -> dict[int, Any]:
    """The answers that every operation may give besides its own, and those of `OUTCOMES` that it may give too."""
    told = {**REFUSALS, **{status: OUTCOMES[status] for status in more}}
    return {
        status: OpenApiResponse(None if status == NOT_MODIFIED else ErrorSerializer, why)
        for status, why in told.items()
    }
