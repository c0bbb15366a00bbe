"""Lists that stay quick however many rows there are: no counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import PAGE_VAR, SEARCH_VAR
from django.core.paginator import EmptyPage, Page, PageNotAnInteger, Paginator
from django.db import DataError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django.contrib.admin.views.main import ChangeList

    AnyPage = Page[Any]
    AnyPaginator = Paginator[Any]
else:
    from unfold.views import ChangeList

    AnyPage, AnyPaginator = Page, Paginator

LONGEST_NUMBER = 18  # digits that a 64-bit number surely holds
LAST_PAGE = 20_000  # a page number that no person reaches; beyond it databases only count


class PageOfMany(AnyPage):
    """A page that was read with one row more than it shows, and so knows whether another follows."""

    def __init__(self, rows: Sequence[Any], number: int, paginator: UncountedPaginator) -> None:
        super().__init__(rows[: paginator.per_page], number, paginator)
        self.more = len(rows) > paginator.per_page

    def has_next(self) -> bool:
        return self.more

    def start_index(self) -> int:
        return (self.number - 1) * self.paginator.per_page + 1

    def end_index(self) -> int:
        return self.start_index() + len(self.object_list) - 1


class UncountedPaginator(AnyPaginator):
    """Pages without a count: of a million rows the database reads those of the page and one more."""

    template_name = "admin/pages.html"

    def validate_number(self, number: float | str) -> int:
        try:
            page = int(number)
        except (TypeError, ValueError) as error:
            raise PageNotAnInteger(_("That page number is not an integer")) from error
        if not 1 <= page <= LAST_PAGE:
            raise EmptyPage(_("That page contains no results"))
        return page

    def page(self, number: float | str) -> PageOfMany:
        page = self.validate_number(number)
        first = (page - 1) * self.per_page
        return PageOfMany(list(self.object_list[first : first + self.per_page + 1]), page, self)


class DeskChangeList(ChangeList):
    """A list that reads its page and one row more, whatever the filters."""

    page: PageOfMany
    model_admin: Any  # with the facts of DeskAdmin

    def get_results(self, request: HttpRequest) -> None:
        """Reads the page. Raises IncorrectLookupParameters for an address that asks what no database can answer."""
        asked = [str(value) for name, value in request.GET.items() if name not in (SEARCH_VAR, PAGE_VAR)]
        if any(len(value) > LONGEST_NUMBER and value.isdecimal() for value in asked):
            raise IncorrectLookupParameters
        try:
            self.read_page(request)
        except (OverflowError, ValueError, DataError) as error:
            raise IncorrectLookupParameters(error) from error

    def read_page(self, request: HttpRequest) -> None:
        self.paginator = self.model_admin.get_paginator(request, self.queryset, self.list_per_page)
        self.page_num = min(max(self.page_num, 1), LAST_PAGE)
        self.page = self.paginator.page(self.page_num)
        self.result_list = self.page.object_list
        self.result_count = len(self.result_list)
        self.full_result_count = self.result_count
        self.show_full_result_count = False
        self.show_admin_actions = bool(self.result_list)
        self.can_show_all = False
        self.multi_page = self.page.has_other_pages()

    def get_queryset(self, request: HttpRequest, *args: Any, **kwargs: Any) -> QuerySet[Any]:
        rows = super().get_queryset(request, *args, **kwargs)
        only = self.model_admin.list_only
        return rows.only(*only) if only else rows

    def get_ordering(self, request: HttpRequest, queryset: QuerySet[Any]) -> list[Any]:
        self.unsorted = self.model_admin.get_ordering(request)
        order: list[Any] = super().get_ordering(request, queryset)
        return order

    def _get_default_ordering(self) -> Any:
        """The order of this page, which Django looks up in the model: the sign in a column's head is to be true."""
        return self.unsorted or super()._get_default_ordering()  # type: ignore[misc]  # not in the stubs

    @property
    def previous_url(self) -> str:
        return self.get_query_string({"p": str(self.page_num - 1)}) if self.page.has_previous() else ""

    @property
    def next_url(self) -> str:
        return self.get_query_string({"p": str(self.page_num + 1)}) if self.page.has_next() else ""
