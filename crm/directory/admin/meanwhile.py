"""Two people at one form: what somebody else saved since it was opened stays, and is told where both changed the same.

A form carries a digest of each value that it was opened with. A value that still has it was not touched, so the row
keeps what it holds by now; a value that both changed is shown once more, and saving again puts it in place.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from crm.directory.admin.forms import DeskForm

OPENED = "opened"  # the name of the hidden box


def opened_with(form: DeskForm) -> str:
    """What the hidden box of a form says."""
    return json.dumps({**stamps(form), **form.untouched})


def stamps(form: DeskForm) -> dict[str, str]:
    """A digest of each value of the row that the form shows, by field."""
    return {name: digest(form.initial[name]) for name in form.fields if name in form.initial}


def heed(form: DeskForm) -> None:
    """Takes over what others changed and this form did not touch; objects to what both changed."""
    opened, now = _given(form), stamps(form)
    for name in opened.keys() & now.keys() & form.cleaned_data.keys():
        then, mine = opened[name], digest(form.cleaned_data[name])
        if then == now[name] or mine == now[name]:
            continue
        if mine == then:
            form.untouched[name] = then
            form.cleaned_data[name] = _current(form, name)
        else:
            form.add_error(name, _objection(form, name))
    form.__dict__.pop("changed_data", None)  # may have been told before


def digest(value: object) -> str:
    """A short digest, the same for what is stored and for what a form makes of it."""
    return sha256(_plain(value).encode()).hexdigest()[:12]


def _given(form: DeskForm) -> Mapping[str, str]:
    if form.stored.pk is None or form.prefix:
        return {}
    try:
        given = json.loads(form.data.get(OPENED) or "{}")
    except ValueError:
        return {}
    return given if isinstance(given, dict) else {}


def _plain(value: object) -> str:
    if value is None or value in ("", []):
        return ""
    plain = next((plain for kind, plain in _PLAIN if isinstance(value, kind)), str)
    return plain(value)


def _of_list(value: Any) -> str:
    """Rows by their keys, in any order; JSON as it is."""
    if isinstance(value, list) and not isinstance(value[0], models.Model):
        return json.dumps(value, sort_keys=True)
    return " ".join(sorted(str(row.pk) for row in value))


# Values as they are stored and as forms give them, told alike.
_PLAIN: tuple[tuple[type, Callable[[Any], str]], ...] = (
    (str, lambda text: text.replace("\r\n", "\n").strip()),
    (datetime.datetime, lambda at: at.astimezone(datetime.UTC).isoformat(timespec="seconds")),
    (Decimal, lambda number: f"{number.normalize():f}"),
    (models.Model, lambda row: str(row.pk)),
    (dict, partial(json.dumps, sort_keys=True)),
    (list, _of_list),
    (models.QuerySet, _of_list),
)


def _current(form: DeskForm, name: str) -> Any:
    """What the row holds now, as the form would give it."""
    try:
        field = form.stored._meta.get_field(name)
    except FieldDoesNotExist:
        return form.initial[name]
    return getattr(form.stored, name) if isinstance(field, models.ForeignKey) else form.initial[name]


def _objection(form: DeskForm, name: str) -> str:
    display = getattr(form.stored, f"get_{name}_display", None)
    value = display() if display else _current(form, name)
    shown = ", ".join(map(str, value)) if isinstance(value, list) else value
    who = getattr(form.stored, "updated_by", None) or _("Somebody else")
    words = _(
        "%(who)s has changed this to “%(value)s” meanwhile. Save again to put what stands here in its place."
    )
    return words % {"who": who, "value": "" if shown is None else shown}
