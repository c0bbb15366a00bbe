"""What goes with a row that is deleted, told without reading it all."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from crm.directory.admin.show import link

ENOUGH = 1000  # beyond it the number is of no more use than "more"
Removal = tuple[list[Any], dict[str, int], set[str], list[Any]]


def removal(nouns: Iterable[models.Model]) -> Removal:
    """What Django's page asks for: what goes, how many of each, missing rights, and what stands in the way.

    Django would read every related row, which for the category of a million tickets never ends; here each
    relation is counted up to a limit.
    """
    going: list[Any] = []
    counts: dict[str, int] = {}
    protected: list[Any] = []
    for noun in nouns:
        heading = format_html("{}: {}", capfirst(str(noun._meta.verbose_name)), link(noun))
        lines: list[str] = []
        counts[str(noun._meta.verbose_name_plural)] = counts.get(str(noun._meta.verbose_name_plural), 0) + 1
        for relation, number in relations(noun):
            many = str(relation.related_model._meta.verbose_name_plural)
            line = _("%(number)s %(things)s") % {"number": told(number), "things": many}
            if relation.on_delete is models.CASCADE:
                counts[many] = counts.get(many, 0) + number
                lines.append(line)
            else:
                protected.append(_("%(what)s of “%(noun)s”") % {"what": line, "noun": noun})
        going += [heading, lines] if lines else [heading]
    return going, counts, set(), protected


def relations(noun: models.Model) -> Iterable[tuple[Any, int]]:
    """The relations that point here and matter to a deletion, with how many rows they hold, up to the limit."""
    for relation in noun._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel) and matters(relation):
            rows = relation.related_model._default_manager.filter(**{relation.field.name: noun})
            number = rows.order_by()[: ENOUGH + 1].count()
            if number:
                yield relation, number


def matters(relation: models.ManyToOneRel) -> bool:
    link_table = relation.related_model._meta.auto_created
    return not link_table and relation.on_delete in (models.CASCADE, models.PROTECT)


def told(number: int) -> str:
    return _("over %(number)s") % {"number": ENOUGH} if number > ENOUGH else str(number)
