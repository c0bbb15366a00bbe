"""The headers that every call may carry, as the reference of the API tells them."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiParameter

from crm.wire.deviations import ignored

DEVIATIONS = {
    "header request SO-AppToken": ignored("apps are not told apart: callers sign in for themselves"),
    "header request SO-Browser-TZ-Offset": ignored("SO-TimeZone says which zone is meant"),
}
# What every call may ask for, and what every answer says of it.
DIALECT = (
    OpenApiParameter(
        "SO-TimeZone",
        str,
        OpenApiParameter.HEADER,
        description="The zone that dates without an offset are read in and all are told in: a code or number of"
        " /TimeZone, with `includeTZOffset` after a comma to be told offsets. The base zone by default.",
    ),
    OpenApiParameter(
        "Accept-Language",
        str,
        OpenApiParameter.HEADER,
        description="The language of multi-language texts and [SR_...] resources; they come as kept without one.",
    ),
    OpenApiParameter(
        "SO-Language",
        str,
        OpenApiParameter.HEADER,
        description="The same, in the place of Accept-Language; `x` or `*` for none.",
    ),
    OpenApiParameter(
        "SO-Culture",
        str,
        OpenApiParameter.HEADER,
        description="How numbers inside of texts are written; the language by default.",
    ),
    OpenApiParameter(
        "$format", str, enum=["JSON", "XML"], description="The type of the answer; overrides Accept."
    ),
    OpenApiParameter(
        "SO-TIMEZONE",
        str,
        OpenApiParameter.HEADER,
        response=True,
        description="The code of the time zone that the answer is told in.",
    ),
)
