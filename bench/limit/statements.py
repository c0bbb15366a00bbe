"""The statements that are not carriers: sign-in, known rows, inserts."""

from __future__ import annotations

from functools import cache

from bench.limit.rows import DELIVERY_COLUMNS, EVENT_COLUMNS, TICKET_COLUMNS, insert, values

TOKEN = b"""
SELECT k.expires_at, k.revoked_at, a.id, a.deleted, u.is_active, u.is_superuser,
    a.user_id, a.name, a.full_name, a.person_id, a.rank, a.tooltip, a.type, a.group_id, a.ej_user_id, a.email,
    a.email_mask, a.is_demo, a.extra_fields, a.custom_fields, u.id, u.username, u.password, u.is_staff,
    (SELECT stamp FROM crm_liststamp LIMIT 1)
FROM crm_accesstoken k JOIN crm_associate a ON a.id = k.associate_id LEFT JOIN auth_user u ON u.id = a.user_id
WHERE k.digest = $1
"""
ASSOCIATES = b"SELECT id, name, full_name, email, email_mask, deleted FROM crm_associate"
CATEGORIES = b"SELECT id, name, fullname, flags, notification_email FROM crm_ticketcategory"
MEMBERS = b"SELECT category_id, associate_id FROM crm_categorymembership ORDER BY category_id, associate_id"
KNOWN_PERSONS = b"SELECT id FROM crm_person WHERE NOT deleted AND id IN ($1, $2, $3, $4)"
KNOWN_TICKET = b"SELECT id FROM crm_ticket WHERE id = $1"
PERSON_NAMES = b"SELECT firstname, middle_name, lastname, email FROM crm_person WHERE id = $1"
RUNNING_EVENT = b"SELECT id FROM crm_systemevent WHERE key = $1 AND scope = $2 AND owner = $3 FOR UPDATE"

INSERT_TICKET = insert("crm_ticket", list(TICKET_COLUMNS))
TICKET_VALUES = values(TICKET_COLUMNS)
INSERT_EVENT = insert("crm_systemevent", list(EVENT_COLUMNS))
EVENT_VALUES = values(EVENT_COLUMNS)


@cache
def insert_persons(count: int) -> bytes:
    return insert("crm_ticket_secondary_persons", ["ticket_id", "person_id"], count)


@cache
def insert_tags(count: int) -> bytes:
    return insert("crm_ticket_tags", ["ticket_id", "tickettag_id"], count)


@cache
def insert_deliveries(count: int) -> bytes:
    return insert("crm_delivery", DELIVERY_COLUMNS, count, "ON CONFLICT DO NOTHING")
