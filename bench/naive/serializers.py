"""Serializers as anybody would write them first."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from rest_framework import serializers

from crm.models import (
    Associate,
    Delivery,
    Person,
    Ticket,
    TicketCategory,
    TicketMessage,
    TicketPriority,
    TicketStatus,
    TicketTag,
)
from crm.tickets.models import CategoryFlag

COUNTED = ["num_messages", "num_replies", "has_attachment", "created_by"]


class AssociateSerializer(serializers.ModelSerializer[Associate]):
    class Meta:
        model = Associate
        exclude = ["other_groups"]


class CategorySerializer(serializers.ModelSerializer[TicketCategory]):
    class Meta:
        model = TicketCategory
        exclude = ["members"]


class PrioritySerializer(serializers.ModelSerializer[TicketPriority]):
    class Meta:
        model = TicketPriority
        fields = "__all__"


class StatusSerializer(serializers.ModelSerializer[TicketStatus]):
    class Meta:
        model = TicketStatus
        fields = "__all__"


class TagSerializer(serializers.ModelSerializer[TicketTag]):
    class Meta:
        model = TicketTag
        fields = ["id", "name", "tooltip"]


class PersonSerializer(serializers.ModelSerializer[Person]):
    position_name = serializers.CharField(source="position.name", read_only=True)
    contact_name = serializers.CharField(source="contact.name", read_only=True)
    contact_department = serializers.CharField(source="contact.department", read_only=True)
    contact_phone = serializers.CharField(source="contact.phone", read_only=True)
    category_name = serializers.CharField(source="contact.category.name", read_only=True)
    associate_name = serializers.CharField(source="associate.name", read_only=True)

    class Meta:
        model = Person
        fields = "__all__"


class MessageSerializer(serializers.ModelSerializer[TicketMessage]):
    person_full_name = serializers.CharField(source="person.full_name", read_only=True)
    contact_name = serializers.CharField(source="person.contact.name", read_only=True)

    class Meta:
        model = TicketMessage
        exclude = ["body", "html_body"]


class TicketSerializer(serializers.ModelSerializer[Ticket]):
    """Ids in: the fields of the model. Carriers out: see `to_representation` of the nested ones."""

    created_by_carrier = AssociateSerializer(source="created_by", read_only=True)
    owner_carrier = AssociateSerializer(source="owner", read_only=True)
    category_carrier = CategorySerializer(source="category", read_only=True)
    priority_carrier = PrioritySerializer(source="priority", read_only=True)
    status_carrier = StatusSerializer(source="status", read_only=True)
    person_carrier = PersonSerializer(source="person", read_only=True)
    secondary_person_carriers = PersonSerializer(source="secondary_persons", many=True, read_only=True)
    messages = MessageSerializer(many=True, read_only=True)
    tag_carriers = TagSerializer(source="tags", many=True, read_only=True)

    class Meta:
        model = Ticket
        fields = "__all__"
        read_only_fields = COUNTED
        extra_kwargs = {"created_at": {"required": False}, "last_changed": {"required": False}}

    def create(self, validated_data: dict[str, Any]) -> Ticket:
        request = self.context["request"]
        now = timezone.now()
        validated_data |= {"last_changed": now, "created_by": request.user.associate}
        validated_data.setdefault("created_at", now)
        with transaction.atomic():
            ticket: Ticket = super().create(validated_data)
            if request.query_params.get("notify") == "true":
                tell(ticket)
        return ticket


def tell(ticket: Ticket) -> None:
    """A row of the ledger for the owner and for each member of a category that says so."""
    told = {ticket.owner} if ticket.owner else set()
    if ticket.category and ticket.category.flags & CategoryFlag.NOTIFY_MEMBERS:
        told |= set(ticket.category.members.all())
    for associate in told:
        Delivery.objects.create(
            kind="ticket.new",
            subject_type="ticket",
            subject_id=ticket.pk,
            recipient=associate.email,
            recipient_associate=associate,
            channel=2,
            template="ticket_new",
            context={"title": ticket.title, "owner": str(ticket.owner), "customer": str(ticket.person)},
            message_id=f"<naive-{ticket.pk}-{associate.pk}@localhost>",
        )
