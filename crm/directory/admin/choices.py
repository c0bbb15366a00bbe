"""Autocomplete boxes that show what is chosen without asking the database for it once more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.contrib.admin.widgets import (
    AutocompleteSelect,
    AutocompleteSelectMultiple,
    RelatedFieldWidgetWrapper,
)
from django.db import models
from django.forms import BaseModelForm, Widget
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    Autocomplete = AutocompleteSelect
else:
    Autocomplete = object


class KnownMixin(Autocomplete):
    """What is chosen, with its label, as far as the form's instance knows it."""

    known: Mapping[str, str] = {}

    def build_attrs(self, base_attrs: Any, extra_attrs: Any = None) -> dict[str, Any]:
        return super().build_attrs(base_attrs, extra_attrs) | {"data-placeholder": _("Select value")}

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        chosen = {str(key) for key in value} - {"", "None"}
        if not chosen <= self.known.keys():
            return super().optgroups(name, value, attr)
        options: list[Any] = []
        if not self.is_required and not self.allow_multiple_selected:
            options.append(self.create_option(name, "", "", False, 0))
        for key in self.known.keys() & chosen:
            options.append(self.create_option(name, key, self.known[key], True, len(options)))
        return [(None, options, 0)]


class KnownChoice(KnownMixin, AutocompleteSelect):
    """Chooses one row."""


class KnownChoices(KnownMixin, AutocompleteSelectMultiple):
    """Chooses several rows."""


class Related(RelatedFieldWidgetWrapper):
    """A choice with links to the row that is chosen and to a new one, drawn so that the keyboard reaches them."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        return render_to_string("admin/related.html", self.get_context(name, value, attrs))


def reachable(widget: Widget) -> Widget:
    """The same choice with links that are links."""
    if not isinstance(widget, RelatedFieldWidgetWrapper):
        return widget
    return Related(
        widget.widget,
        widget.rel,
        widget.admin_site,
        can_add_related=widget.can_add_related,
        can_change_related=widget.can_change_related,
        can_view_related=widget.can_view_related,
    )


def bare(widget: Widget) -> Widget:
    """The widget within the one that adds links to the related rows."""
    return widget.widget if isinstance(widget, RelatedFieldWidgetWrapper) else widget


def tell_known(form: BaseModelForm[Any]) -> None:
    """Hands each autocomplete box of a form the rows that its instance has at hand."""
    for name, field in form.fields.items():
        widget = bare(field.widget)
        if isinstance(widget, KnownChoices):
            widget.known = {
                str(row.pk): str(row) for row in form.initial.get(name) or [] if isinstance(row, models.Model)
            }
        elif isinstance(widget, KnownChoice):
            related = form.instance._state.fields_cache.get(name)
            widget.known = {str(related.pk): str(related)} if related is not None else {}
