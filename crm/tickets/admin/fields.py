"""How the fields of a ticket are laid out."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

READONLY: list[str] = [
    "conversation",
    "base_status",
    "created_at",
    "created_by",
    "last_changed",
    "read_by_owner",
    "first_read_by_owner",
    "first_read_by_user",
    "read_by_customer",
    "closed_at",
    "replied_at",
    "alert_timeout",
    "alert_level",
    "read_status",
    "author",
    "time_to_reply",
    "real_time_to_reply",
    "time_to_close",
    "real_time_to_close",
    "time_spent",
    "time_spent_internally",
    "real_time_spent_internally",
    "time_spent_externally",
    "real_time_spent_externally",
    "time_spent_queue",
    "real_time_spent_queue",
    "num_replies",
    "num_messages",
    "has_attachment",
    "suggested_category",
    "orig_human_category",
    "sentiment",
    "sentiment_confidence",
]
WHAT = (
    "title",
    ("category", "priority"),
    ("owner", "status"),
    ("person", "slevel"),
    "tags",
    "notify",
)
MORE = (
    ("ticket_type", "origin"),
    ("from_address", "language"),
    "secondary_persons",
    ("sale", "project"),
    "extra_fields",
    "custom_fields",
)
ADD_FIELDSETS: list[Any] = [
    (None, {"fields": WHAT}),
    (_("Message"), {"classes": ["tab"], "fields": ["said", "said_to"]}),
    (_("Time"), {"classes": ["tab"], "fields": ["deadline", "activate"]}),
    (_("More"), {"classes": ["tab"], "fields": MORE}),
]
FIELDSETS: list[Any] = [
    (None, {"fields": WHAT}),
    (_("Messages"), {"classes": ["tab"], "fields": ["said", "said_to", "conversation"]}),
    (
        _("Time"),
        {
            "classes": ["tab"],
            "fields": [
                "deadline",
                "activate",
                ("created_at", "created_by"),
                ("last_changed", "closed_at"),
                ("replied_at", "read_by_customer"),
                ("first_read_by_owner", "read_by_owner"),
                ("first_read_by_user", "read_status"),
                ("alert_level", "alert_timeout"),
            ],
        },
    ),
    (
        _("Numbers"),
        {
            "classes": ["tab"],
            "fields": [
                ("num_messages", "num_replies"),
                ("time_spent", "has_attachment"),
                ("time_to_reply", "real_time_to_reply"),
                ("time_to_close", "real_time_to_close"),
                ("time_spent_internally", "real_time_spent_internally"),
                ("time_spent_externally", "real_time_spent_externally"),
                ("time_spent_queue", "real_time_spent_queue"),
                ("suggested_category", "orig_human_category"),
                ("sentiment", "sentiment_confidence"),
            ],
        },
    ),
    (_("More"), {"classes": ["tab"], "fields": (("base_status", "author"), "connected_to", *MORE)}),
]
