"""Filters of lists: autocompletion for relations, ranges for days."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import DateField
from django.http import HttpRequest
from django.utils import timezone

if TYPE_CHECKING:
    from django.contrib.admin import BooleanFieldListFilter as YesOrNo
    from django.contrib.admin import ChoicesFieldListFilter as Choices
    from django.contrib.admin import FieldListFilter as RangeDateFilter
    from django.contrib.admin import RelatedFieldListFilter as AutocompleteSelectMultipleFilter
    from django.contrib.admin import RelatedFieldListFilter as RelatedChoices
    from django.contrib.admin import SimpleListFilter as Single
else:
    from unfold.contrib.filters.admin import AutocompleteSelectMultipleFilter, RangeDateFilter
    from unfold.contrib.filters.admin import BooleanRadioFilter as YesOrNo
    from unfold.contrib.filters.admin import ChoicesCheckboxFilter as Choices
    from unfold.contrib.filters.admin import DropdownFilter as Single
    from unfold.contrib.filters.admin import (
        RelatedCheckboxFilter as RelatedChoices,  # of a short list
    )

from crm.directory.admin.rows import visible

# Days of which every zone has a midnight that can be told in UTC.
FIRST_DAY, LAST_DAY = datetime.date(1, 1, 3), datetime.date(9999, 12, 29)


class Related(AutocompleteSelectMultipleFilter):
    """Rows of a big table; what is chosen is named only where the reader may see it."""

    request: HttpRequest

    def choices(self, changelist: Any) -> Iterator[Any]:
        for choice in super().choices(changelist):
            for field in choice["form"].fields.values():  # type: ignore[typeddict-item]  # unfold's choices hold a form
                field.queryset = visible(field.queryset.all(), self.request)
            yield choice


class Days(RangeDateFilter):
    """From a day to a day, both included, in the reader's time zone."""

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        first, last = self.day("from"), self.day("to")
        if first is not None:
            queryset = queryset.filter(**{f"{self.field_path}__gte": midnight(max(first, FIRST_DAY))})
        if last is not None and last < LAST_DAY:
            queryset = queryset.filter(
                **{f"{self.field_path}__lt": midnight(last + datetime.timedelta(days=1))}
            )
        return queryset

    def day(self, end: str) -> datetime.date | None:
        """What was given, if it is a date; other filters stay in force beside a date that is none."""
        try:
            day: datetime.date | None = DateField(required=False).clean(
                self.used_parameters.get(f"{self.field_path}_{end}")
            )
        except ValidationError:
            return None
        return day


def midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))


__all__ = ["Choices", "Days", "Related", "RelatedChoices", "Single", "YesOrNo"]
