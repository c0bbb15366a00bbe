"""Admin pages whose only door to the database is an action, the one that the API goes through too."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.forms import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.directory.admin.base import DeskAdmin
from crm.directory.admin.forms import DeskForm
from crm.directory.admin.rows import associate_of
from crm.directory.models import Associate

GONE = gettext_lazy("Somebody else has deleted this meanwhile.")

if TYPE_CHECKING:
    Formset = BaseInlineFormSet[Any, Any, Any]


def row_values(row: models.Model) -> dict[str, object]:
    """A row by attribute name, without its own key and the one that ties it to its noun."""
    fields = (field for field in row._meta.concrete_fields if not field.primary_key)
    return {
        field.attname: getattr(row, field.attname) for field in fields if field.null or not field.is_relation
    }


@dataclass(frozen=True)
class Collection:
    """The name under which an action takes rows, and how it takes one."""

    name: str
    row: Callable[[models.Model], dict[str, object]] = row_values


class ActionAdmin(DeskAdmin):
    """A model that is written by actions only.

    The form is turned into the values that it sets, and the action writes them with its collections in the
    transaction of the page. What the action refuses is shown beside the fields: the page is rendered once more
    with the objections in the form.
    """

    collections: ClassVar[
        Mapping[type[models.Model], Collection]
    ] = {}  # what becomes of the rows of an inline

    def save_noun(
        self, request: HttpRequest, noun: Any, values: dict[str, object], by: Associate, form: DeskForm
    ) -> models.Model:
        """Calls the action that saves."""
        raise NotImplementedError  # said by the page of each model

    def delete_noun(self, noun: Any, by: Associate) -> None:
        """Calls the action that deletes."""
        raise NotImplementedError  # as above

    def acting(self, request: HttpRequest) -> Associate:
        associate = associate_of(request)
        if associate is None:
            raise PermissionDenied(_("Your account is not a user of the desk yet."))
        return associate

    def add_view(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        """Whoever is no user of the desk yet is led to the page that makes them one."""
        if associate_of(request) is None and super().has_add_permission(request):
            messages.warning(request, _("Become a user of the desk first; then you can add this."))
            return HttpResponseRedirect(reverse("admin:index"))
        return super().add_view(request, *args, **options)

    def changeform_view(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        try:
            return super().changeform_view(
                request, *args, **options
            )  # in a transaction, rolled back by a refusal
        except ValidationError as refusal:
            request.desk_refusal = refusal  # type: ignore[attr-defined]  # read by get_form below
            return super().changeform_view(request, *args, **options)

    def get_form(self, request: HttpRequest, *args: Any, **options: Any) -> type[Any]:
        form: type[Any] = super().get_form(request, *args, **options)
        form.refusal = getattr(request, "desk_refusal", None)
        return form

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        """Nothing yet: the action takes the collections too, and they come with save_related."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: Any) -> None:
        values = form.values(form.asked)
        for formset in formsets:
            formset.save(commit=False)  # sets what the history page tells of
            if formset.has_changed():
                collection = self.collections[formset.model]
                values[collection.name] = [collection.row(row) for row in kept(formset)]
        try:
            saved = self.save_noun(request, form.stored, values, self.acting(request), form)
        except PermissionDenied as refusal:
            raise ValidationError(str(refusal)) from refusal
        except self.model.DoesNotExist as gone:
            raise ValidationError(GONE) from gone
        form.instance.pk = saved.pk

    def say(self, request: HttpRequest, sentence: str) -> None:
        """What the page says when it is saved, instead of Django's sentence."""
        request.desk_sentence = sentence  # type: ignore[attr-defined]  # read by message_user below

    def message_user(
        self, request: HttpRequest, message: Any, level: Any = messages.INFO, *args: Any, **options: Any
    ) -> None:
        sentence = getattr(request, "desk_sentence", None) if level == messages.SUCCESS else None
        super().message_user(request, sentence or message, level, *args, **options)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        try:
            return super().delete_view(request, object_id, extra_context)
        except ValidationError as refusal:
            self.message_user(request, " ".join(refusal.messages), messages.ERROR)
            return HttpResponseRedirect(
                reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[object_id])
            )

    def response_action(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponse | None:
        try:
            return super().response_action(request, *args, **options)
        except ValidationError as refusal:
            self.message_user(request, " ".join(refusal.messages), messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self.remove(obj, self.acting(request))

    def remove(self, noun: Any, by: Associate) -> None:
        """`delete_noun`, told of a row that somebody else has deleted since the page was opened."""
        try:
            self.delete_noun(noun, by)
        except self.model.DoesNotExist as gone:
            raise ValidationError(GONE) from gone

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> None:
        by = self.acting(request)
        with transaction.atomic():
            for noun in queryset:
                if not self.has_delete_permission(request, noun):
                    raise ValidationError(_("You do not have the right to delete “%s”.") % noun)
                self.remove(noun, by)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return associate_of(request) is not None and super().has_add_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return associate_of(request) is not None and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return associate_of(request) is not None and super().has_delete_permission(request, obj)


def kept(formset: Formset) -> Iterator[models.Model]:
    """The rows as they are to be from now on."""
    gone = formset.deleted_forms
    for form in formset.forms:
        if form not in gone and (form.instance.pk or form.has_changed()):
            yield form.instance
