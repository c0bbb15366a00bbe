"""How admin pages put values into words: states, times, links, JSON."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, TypeVar

from django.contrib.admin.utils import quote
from django.db import models
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

Row = TypeVar("Row", bound=models.Model)
MINUTE, HOUR, DAY = 60, 3600, 86400
FAR = 30 * DAY  # further away a date says more than a number of days
SOON = datetime.timedelta(hours=2)
NOTHING = SafeString('<span class="desk-nothing">–</span>')


def pill(text: object, tone: str = "plain") -> SafeString:
    """A state in a word; the tone (plain, good, soon, late, busy) only repeats what the word says."""
    return format_html('<span class="desk-pill desk-pill-{}" title="{}">{}</span>', tone, text, text)


def symbol(name: str, label: object, tone: str = "plain") -> SafeString:
    """A Material symbol with its meaning for those who do not see it."""
    return format_html(
        '<span class="desk-symbol desk-tone-{}" title="{}"><span class="material-symbols-outlined" '
        'aria-hidden="true">{}</span><span class="desk-spoken">{}</span></span>',
        tone,
        label,
        name,
        label,
    )


def span(seconds: float) -> tuple[int, str]:
    """The number and the unit a length of time is told in: minutes under 100, hours under 48, then days."""
    if seconds < 100 * MINUTE:
        return round(seconds / MINUTE), "minute"
    if seconds < 48 * HOUR:
        return round(seconds / HOUR), "hour"
    return round(seconds / DAY), "day"


def ahead(seconds: float) -> str:
    n, unit = span(seconds)
    words: Mapping[str, str] = {
        "minute": ngettext("in %(n)s min", "in %(n)s min", n) if n else _("now"),
        "hour": ngettext("in %(n)s h", "in %(n)s h", n),
        "day": ngettext("in %(n)s day", "in %(n)s days", n),
    }
    return words[unit] % {"n": n}


def late(seconds: float) -> str:
    n, unit = span(seconds)
    words: Mapping[str, str] = {
        "minute": ngettext("%(n)s min late", "%(n)s min late", n) if n else _("now"),
        "hour": ngettext("%(n)s h late", "%(n)s h late", n),
        "day": ngettext("%(n)s day late", "%(n)s days late", n),
    }
    return words[unit] % {"n": n}


def ago(seconds: float) -> str:
    n, unit = span(seconds)
    words: Mapping[str, str] = {
        "minute": ngettext("%(n)s min ago", "%(n)s min ago", n) if n else _("just now"),
        "hour": ngettext("%(n)s h ago", "%(n)s h ago", n),
        "day": ngettext("%(n)s day ago", "%(n)s days ago", n),
    }
    return words[unit] % {"n": n}


def lasting(seconds: float) -> str:
    """A length of time in words, such as "45 min"."""
    n, unit = span(seconds)
    words: Mapping[str, str] = {
        "minute": ngettext("%(n)s min", "%(n)s min", n),
        "hour": ngettext("%(n)s h", "%(n)s h", n),
        "day": ngettext("%(n)s day", "%(n)s days", n),
    }
    return words[unit] % {"n": n}


def exact(moment: datetime.datetime) -> str:
    local = timezone.localtime(moment)
    return f"{formats.date_format(local, 'DATETIME_FORMAT')} {local:%Z}"


def _time(moment: datetime.datetime, words: str, tone: str) -> SafeString:
    return format_html(
        '<time class="desk-time desk-tone-{}" datetime="{}" title="{}">{}</time>',
        tone,
        moment.isoformat(),
        exact(moment),
        words,
    )


def due(moment: datetime.datetime | None, now: datetime.datetime) -> SafeString:
    """A deadline in words: what is left, or by how much it is missed."""
    if moment is None:
        return NOTHING
    left = (moment - now).total_seconds()
    if left < -FAR:
        return _time(moment, _("late since %(day)s") % {"day": day(moment)}, "late")
    if left < 0:
        return _time(moment, late(-left), "late")
    if left > FAR:
        return _time(moment, day(moment), "plain")
    return _time(moment, ahead(left), "soon" if left < SOON.total_seconds() else "plain")


def since(moment: datetime.datetime | None, now: datetime.datetime) -> SafeString:
    """A moment in words: how long it is past, or how far ahead."""
    if moment is None:
        return NOTHING
    passed = (now - moment).total_seconds()
    if abs(passed) > FAR:
        return _time(moment, day(moment), "plain")
    return _time(moment, ago(passed) if passed >= 0 else ahead(-passed), "plain")


def day(moment: datetime.datetime) -> str:
    return formats.date_format(timezone.localtime(moment), "j M Y")


def day_and_time(moment: datetime.datetime | None) -> SafeString:
    """Day and time of day, short enough for a column."""
    if moment is None:
        return NOTHING
    local = timezone.localtime(moment)
    return _time(moment, f"{formats.date_format(local, 'j M Y')} {local:%H:%M}", "plain")


def foreign(text: object) -> SafeString:
    """What somebody else wrote, kept in its own direction of writing; a long one is cut, its title tells all."""
    return format_html('<bdi class="desk-cut" title="{}">{}</bdi>', text, text) if text else NOTHING


def tags(texts: list[str]) -> SafeString:
    return format_html_join(" ", "{}", ((pill(text),) for text in texts)) or NOTHING


def json_text(value: Any) -> SafeString:
    """JSON as a person reads it."""
    if not value:
        return NOTHING
    return format_html(
        '<pre class="desk-json" dir="ltr" tabindex="0">{}</pre>',
        json.dumps(value, indent=2, ensure_ascii=False),
    )


def admin_url(noun: models.Model, view: str = "change") -> str:
    return reverse(f"admin:{noun._meta.app_label}_{noun._meta.model_name}_{view}", args=[quote(noun.pk)])


def link(noun: models.Model | None) -> SafeString:
    if noun is None:
        return NOTHING
    return format_html('<a class="desk-link" href="{}"><bdi>{}</bdi></a>', admin_url(noun), noun)


def once(show: Callable[[Any, Row], SafeString]) -> Callable[[Any, Row], SafeString]:
    """Keeps with the row what was made of it: unfold asks for a read-only field seven times over."""

    @wraps(show)
    def kept(admin: Any, row: Row) -> SafeString:
        shown: dict[str, SafeString] = row.__dict__.setdefault("_desk_shown", {})
        if show.__name__ not in shown:
            shown[show.__name__] = show(admin, row)
        return shown[show.__name__]

    return kept
