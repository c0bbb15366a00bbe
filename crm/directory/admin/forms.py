"""Fields and forms of admin pages."""

from __future__ import annotations

import copy
import json
from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.forms.fields import InvalidJSONInput
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldAdminTextareaWidget

from crm.directory.admin.choices import tell_known
from crm.directory.admin.meanwhile import heed, opened_with
from crm.wire import kinds
from crm.wire.media import JsonParser

if TYPE_CHECKING:
    AnyModelForm = forms.ModelForm[Any]
else:
    AnyModelForm = forms.ModelForm


class Indented(json.JSONEncoder):
    """JSON laid out for people."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**(options | {"indent": 2}))


class JsonArea(UnfoldAdminTextareaWidget):  # type: ignore[misc]  # unfold ships no types
    """A box for JSON, in letters of one width."""

    def __init__(self) -> None:
        super().__init__({"class": "desk-json", "rows": 6, "dir": "ltr", "spellcheck": "false"})


class JsonBox(forms.JSONField):
    """JSON of one shape, an object or a list, that holds only what the API takes and every database keeps."""

    shape: type[dict[str, Any]] | type[list[Any]] = dict

    def to_python(self, value: Any) -> Any:
        """What was typed; nothing typed is an empty one. Raises ValidationError."""
        if not isinstance(value, str):
            return self.shape() if value is None else value
        try:
            return self.read(JsonParser().parse(BytesIO(value.encode())))
        except (ParseError, ValueError) as error:
            raise ValidationError(_("Enter valid JSON. %(why)s") % {"why": error}, code="invalid") from error

    def bound_data(self, data: Any, initial: Any) -> Any:
        """What was typed, letter by letter: laid out afresh, half a character would break the page."""
        return InvalidJSONInput(data) if isinstance(data, str) else data

    def read(self, value: Any) -> Any:
        kinds.keepable(value)
        return kinds.ARRAY.read(value) if self.shape is list else kinds.DICTIONARY.read(value)


class BitMask(forms.TypedMultipleChoiceField):
    """A whole number as one tick box for each of its bits. Bits without a box are kept."""

    widget = UnfoldAdminCheckboxSelectMultipleWidget

    def __init__(self, *, bits: type[models.IntegerChoices], **options: Any) -> None:
        super().__init__(coerce=int, choices=bits.choices, required=False, **options)
        self.bits: list[int] = bits.values
        self.named = sum(self.bits)
        self.unnamed = 0

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int):
            self.unnamed = value & ~self.named
            return [bit for bit in self.bits if value & bit]
        return value

    def clean(self, value: Any) -> int:
        return int(sum(super().clean(value))) | self.unnamed

    def has_changed(self, initial: Any, data: Any) -> bool:
        before = initial if isinstance(initial, int) else 0
        return before & self.named != sum(int(bit) for bit in data or [] if str(bit).isdigit())


class DeskForm(AnyModelForm):
    """A form whose autocomplete boxes cost no statements, and that keeps the noun as it was stored."""

    refusal: ValidationError | None = None  # what the action said the first time; see ActionAdmin
    renewed_by = ""  # the key of a row that saving once more replaces, as the action behind the form does

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.stored = copy.copy(self.instance)
        self.untouched: dict[str, str] = {}  # what others changed since the form was opened; see `meanwhile`
        self.keep_unnamed_bits()
        tell_known(self)

    def keep_unnamed_bits(self) -> None:
        for name, field in self.fields.items():
            if isinstance(field, BitMask):
                field.prepare_value(self.get_initial_for_field(field, name))

    @property
    def opened(self) -> str:
        """What the form was opened with, for its hidden box."""
        return opened_with(self)

    def _clean_form(self) -> None:
        super()._clean_form()  # type: ignore[misc]  # not in the stubs
        heed(self)

    @cached_property
    def changed_data(self) -> list[str]:
        """The fields that this form changes; not those that only others changed since it was opened."""
        return [name for name in super().changed_data if name not in self.untouched]

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]  # not in the stubs
        if self.refusal is not None:
            show_refusal(self, self.refusal)

    def _get_validation_exclusions(self) -> set[str]:
        """A key that renews need not be new; a constraint is not checked while a field of it is left out."""
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]  # not in the stubs
        return excluded | {self.renewed_by} if self.stored.pk is None else excluded

    def values(self, names: Sequence[str]) -> dict[str, object]:
        """What these fields say, by attribute name: ids for rows, lists of ids for many rows."""
        return dict(self.value(name) for name in names)

    def value(self, name: str) -> tuple[str, object]:
        given = self.cleaned_data[name]
        field = self._meta.model._meta.get_field(name)
        if isinstance(field, models.ManyToManyField):
            return name, [row.pk for row in given]
        if isinstance(field, models.ForeignKey):
            return field.attname, None if given is None else given.pk
        return name, given

    @property
    def asked(self) -> list[str]:
        """The model's fields that this form sets: all that are filled for a new row, else those that changed."""
        ours = {
            field.name for field in (*self._meta.model._meta.fields, *self._meta.model._meta.many_to_many)
        }
        if self.stored.pk is None:
            filled = (name for name, value in self.cleaned_data.items() if not is_empty(value))
            return [name for name in filled if name in ours]
        return [name for name in self.changed_data if name in ours]


def is_empty(value: object) -> bool:
    if isinstance(value, models.QuerySet):
        return not value
    return value is None or value in ("", [], {})


def show_refusal(form: AnyModelForm, refusal: ValidationError) -> None:
    """Puts what an action objects to beside the fields it names, the rest above the form."""
    if not hasattr(refusal, "error_dict"):
        form.add_error(None, refusal)
        return
    for name, errors in refusal.error_dict.items():
        field = name.removesuffix("_id")
        if field in form.fields:
            form.add_error(field, errors)
        elif name == NON_FIELD_ERRORS:
            form.add_error(None, errors)
        else:
            form.add_error(
                None, [f"{label(form, field)}: {text}" for error in errors for text in error.messages]
            )


def label(form: AnyModelForm, name: str) -> str:
    """What people call a field that the form does not have, such as a collection."""
    options = form._meta.model._meta
    fields = {field.name: field for field in options.get_fields()}
    found = fields.get(name)
    if isinstance(found, models.Field):
        return capfirst(str(found.verbose_name))
    if isinstance(found, models.ForeignObjectRel):
        return capfirst(str(found.related_model._meta.verbose_name_plural))
    return name
