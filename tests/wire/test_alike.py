"""What a `test` of a patch takes for equal, and what it does not."""

from __future__ import annotations

from typing import Any

import pytest

from crm.wire.errors import Conflict
from tests.wire.test_patch import TICKET_CARRIER, expect, ticket

ALIKE = [
    ("TicketId", "7"), ("TicketId", 7.0), ("AlertLevel", " 10 "), ("Title", "No light"), ("Deadline", None),
    ("Deadline", ""), ("Deadline", "0001-01-01T00:00:00Z"), ("CreatedAt", "2026-03-02T12:00:00Z"),
    ("CreatedAt", "2026-03-02T13:00:00+01:00"), ("CreatedAt", "2026-03-02 12:00:00.000"),
    ("BaseStatus", "active"), ("BaseStatus", 1), ("HasAttachment", "false"), ("HasAttachment", 0),
    ("OwnedBy", 3), ("OwnedBy", "3"), ("OwnedBy", {"associateId": 3}), ("ownedby/associateid", "3"),
    ("OwnedBy", TICKET_CARRIER["OwnedBy"]), ("Category", None), ("Category", 0), ("Category", {}),
    ("Category/TicketCategoryId", 0), ("SecondaryPersons", None), ("Tags", [{"Id": 1}, {"Id": "2"}]), ("Tags", [1, 2]),
    ("Tags/1", {"name": "Bug"}), ("Tags/1/Id", "2"), ("Tags/7", None), ("CustomFields/superoffice:1", "[I:3]"),
    ("CustomFields", {"SuperOffice:1": "[I:3]"}), ("CustomFields/none", None), ("CustomFields/x_deep/a/b", "1"),
    ("CustomFields/x_deep/list", [{"c": 1}]), ("TableRight/Mask", "FULL"), ("FieldProperties/title/FieldLength", "254"),
    ("ExtraFields", None), ("FormSubmission", None),
]  # fmt: skip
UNLIKE = [
    ("TicketId", 8), ("TicketId", "seven"), ("TicketId", None), ("Title", "no light"), ("Title", None), ("Deadline", "soon"),
    ("CreatedAt", "2026-03-02T12:00:00+01:00"), ("CreatedAt", None), ("BaseStatus", "Closed"), ("BaseStatus", "Aktiv"),
    ("HasAttachment", True), ("HasAttachment", "no"), ("OwnedBy", None), ("OwnedBy", {}), ("OwnedBy", 4),
    ("OwnedBy", "ada"), ("OwnedBy", {"AssociateId": 4}), ("OwnedBy", {"Unknown": 1}), ("Category", 5), ("Category/TicketCategoryId", 5),
    ("Tags", []), ("Tags", None), ("Tags", [{"Id": 2}, {"Id": 1}]), ("Tags", {}), ("Tags/0", {"Id": 2}), ("Tags/7", {"Id": 2}),
    ("CustomFields/superoffice:1", "[I:4]"), ("CustomFields/none", "x"), ("CustomFields", {"none": 1}),
    ("CustomFields/x_deep/list", []), ("TableRight/Mask", "None"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "value"), ALIKE)
def test_a_test_compares_what_is_meant_and_not_how_it_is_spelled(path: str, value: Any) -> None:
    assert ticket(expect(path, value)) == {}


@pytest.mark.parametrize(("path", "value"), UNLIKE)
def test_a_test_that_fails_is_a_conflict_that_names_the_path(path: str, value: Any) -> None:
    with pytest.raises(Conflict) as refused:
        ticket(expect(path, value))
    assert refused.value.status_code == 409
    assert str(refused.value.detail).startswith(f"{path}: ")
