"""Custom fields on the desk: laid out by administrators, published by a button."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse

from crm.directory.models import CustomField, FieldOwner, FieldType
from tests.admin.forms import sentences, shown
from tests.world import World

ADD = reverse("admin:crm_customfield_add")


def change(field: CustomField, view: str = "change", *more: str) -> str:
    return reverse(f"admin:crm_customfield_{view}", args=[field.pk, *more])


def added(tove: Client, **values: Any) -> CustomField:
    given = {
        **shown(tove, ADD),
        "owner": FieldOwner.CONTACT,
        "label": "Seats",
        "type": FieldType.NUMBER,
        **values,
    }
    assert tove.post(ADD, given).status_code == 302
    return CustomField.objects.working(FieldOwner.CONTACT).get(label=given["label"])


def test_a_field_is_laid_out_changed_and_published_by_hand(tove: Client, desk: World) -> None:
    field = added(tove)
    assert (field.key, field.identity, field.is_published) == ("SuperOffice:1", 1, False)
    other = added(tove, label="<b>Trade</b> 🦊", type=FieldType.LIST, list_id=5)
    assert (
        tove.post(change(other), {**shown(tove, change(other)), "tooltip": "Line of business"}).status_code
        == 302
    )
    answer = tove.post(change(field, "verb", "publish"), follow=True)
    assert answer.status_code == 200
    assert "The layout is published: everybody sees these fields now." in sentences(answer)
    assert "<b>Trade</b>" not in tove.get(reverse("admin:crm_customfield_changelist")).content.decode()
    published = CustomField.objects.published(FieldOwner.CONTACT)
    assert [(each.label, each.tooltip) for each in published] == [
        ("Seats", ""), ("<b>Trade</b> 🦊", "Line of business"),
    ]  # fmt: skip
    field = CustomField.objects.working(FieldOwner.CONTACT).get(label="Seats")
    assert tove.post(change(field, "delete"), {"post": "yes"}).status_code == 302
    other = CustomField.objects.working(FieldOwner.CONTACT).get()
    tove.post(change(other, "verb", "revert"))
    assert CustomField.objects.working(FieldOwner.CONTACT).count() == 2


def test_what_the_action_refuses_stands_beside_its_box(tove: Client, desk: World) -> None:
    added(tove)
    given = {**shown(tove, ADD), "owner": FieldOwner.CONTACT, "type": FieldType.NUMBER}
    answer = tove.post(ADD, {**given, "label": "seats", "key": "../etc", "default": "many"})
    assert answer.status_code == 200
    errors = answer.context["adminform"].form.errors
    assert set(errors) == {"label", "key", "default"}
    assert CustomField.objects.count() == 1


def test_only_an_administrator_lays_fields_out(ada: Client, desk: World, tove: Client) -> None:
    field = added(tove)
    assert ada.get(ADD).status_code == 403
    assert ada.post(change(field, "verb", "publish")).status_code in (403, 404)
    assert not CustomField.objects.published(FieldOwner.CONTACT).exists()
