"""Carriers as XML and back: names, order, texts that stay texts, and the bounds of what is read."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rest_framework.exceptions import ParseError

from crm.appointments.contracts import APPOINTMENT
from crm.tickets.contracts import TICKET
from crm.wire.markup import from_xml, to_xml

BOMB = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "0123456789"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><TicketEntity><Title>&c;</Title></TicketEntity>"""
OUTSIDE = b"""<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><TicketEntity><Title>&x;</Title></TicketEntity>"""


def told(data: Any, contract: Any = None) -> str:
    text = to_xml(data, "Answer", contract).decode()
    assert text.startswith('<?xml version="1.0" encoding="utf-8"?>\n')
    return text.partition("\n")[2]


def read(text: str, contract: Any = TICKET) -> Any:
    return from_xml(f"<TicketEntity>{text}</TicketEntity>".encode(), contract)


def test_the_root_is_the_carrier_and_each_member_an_element_in_order() -> None:
    carrier = {"TicketId": 17, "Title": "No light", "HasAttachment": False, "AlertLevel": 0, "Sentiment": 1.5}
    assert told(carrier, TICKET) == (
        "<TicketEntity><TicketId>17</TicketId><Title>No light</Title><HasAttachment>false</HasAttachment>"
        "<AlertLevel>0</AlertLevel><Sentiment>1.5</Sentiment></TicketEntity>"
    )


def test_what_is_empty_is_an_empty_element() -> None:
    carrier: dict[str, Any] = {"OwnedBy": None, "Title": "", "Tags": [], "CustomFields": {}}
    assert told(carrier, TICKET) == (
        "<TicketEntity><OwnedBy /><Title /><Tags /><CustomFields /></TicketEntity>"
    )


def test_elements_of_an_array_are_named_after_their_type() -> None:
    carrier = {"Tags": [{"Id": 1}, {"Id": 2}], "SecondaryPersons": [{"PersonId": 3}]}
    assert told(carrier, TICKET) == (
        f"<TicketEntity><Tags><{TAG}><Id>1</Id></{TAG}><{TAG}><Id>2</Id></{TAG}></Tags>"
        "<SecondaryPersons><Person><PersonId>3</PersonId></Person></SecondaryPersons></TicketEntity>"
    )
    dates = {"Recurrence": {"Dates": [{"Date": "2026-03-02T12:00:00", "IsConflict": True}]}}
    assert told(dates, APPOINTMENT) == (
        "<AppointmentEntity><Recurrence><Dates><RecurrenceDate><Date>2026-03-02T12:00:00</Date>"
        "<IsConflict>true</IsConflict></RecurrenceDate></Dates></Recurrence></AppointmentEntity>"
    )


TAG = TICKET.specs["Tags"].contract.name  # type: ignore[union-attr]  # it is a collection


def test_a_dictionary_holds_pairs() -> None:
    carrier = {
        "CustomFields": {"SuperOffice:1": "[I:4]", "a/b": None},
        "_Links": {"Self": "https://x/?a=1&b"},
    }
    assert told(carrier, TICKET) == (
        "<TicketEntity><CustomFields><KeyValue><Key>SuperOffice:1</Key><Value>[I:4]</Value></KeyValue>"
        "<KeyValue><Key>a/b</Key><Value /></KeyValue></CustomFields>"
        "<_Links><KeyValue><Key>Self</Key><Value>https://x/?a=1&amp;b</Value></KeyValue></_Links></TicketEntity>"
    )


def test_carriers_in_an_array_have_a_root_that_says_so() -> None:
    assert told([{"TicketId": 1}], TICKET) == (
        "<ArrayOfTicketEntity><TicketEntity><TicketId>1</TicketId></TicketEntity></ArrayOfTicketEntity>"
    )
    assert told(None, TICKET) == "<TicketEntity />"


def test_what_no_contract_tells_is_told_by_its_names() -> None:
    rows = {"odata.metadata": "x", "value": [{"PrimaryKey": "1", "email/address": "a"}, 2]}
    assert told(rows) == (
        "<Answer><odata.metadata>x</odata.metadata><value><Item><PrimaryKey>1</PrimaryKey>"
        "<email_x002F_address>a</email_x002F_address></Item><Item>2</Item></value></Answer>"
    )


def test_text_is_escaped_and_what_xml_forbids_is_replaced() -> None:
    assert told({"Title": "a<b>&]]>\r\n\x00\ud800🚀Æ"}, TICKET) == (
        "<TicketEntity><Title>a&lt;b&gt;&amp;]]&gt;&#13;\n\ufffd\ufffd🚀Æ</Title></TicketEntity>"
    )


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("<Title>007</Title>", {"Title": "007"}),
        ("<Title>  </Title><TITLE/>", {"Title": "  ", "TITLE": None}),
        ("<title><![CDATA[a < b]]> &amp; c &#65;</title>", {"title": "a < b & c A"}),
        ("<x:Title xmlns:x='urn:x' x:a='1'>x</x:Title><!-- no -->", {"Title": "x"}),
        ("<Title/>", {"Title": None}),
        ("\n  <Category>\n <TicketCategoryId>3</TicketCategoryId>\n</Category>\n", {"Category": {"TicketCategoryId": "3"}}),
        ("<Category>\n</Category>", {"Category": None}),
        ("<OwnedBy>5</OwnedBy>", {"OwnedBy": "5"}),
        ("<Tags><Whatever><Id>1</Id></Whatever></Tags>", {"Tags": [{"Id": "1"}]}),
        ("<Tags>\n</Tags>", {"Tags": []}),
        ("<Tags><int>4</int></Tags>", {"Tags": ["4"]}),
        ("<CustomFields/>", {"CustomFields": {}}),
        ("<CustomFields><KeyValue><Key>a:1</Key><Value>x</Value></KeyValue></CustomFields>", {"CustomFields": {"a:1": "x"}}),
        ("<CustomFields><KeyValue><Value>x</Value></KeyValue></CustomFields>", {"CustomFields": {"": "x"}}),
        ("<CustomFields><x_a>1</x_a><a_x003A_1>2</a_x003A_1></CustomFields>", {"CustomFields": {"x_a": "1", "a:1": "2"}}),
        ("<Unknown><a>1</a><b/></Unknown>", {"Unknown": {"a": "1", "b": None}}),
        ("<Unknown><a>1</a><a>2</a></Unknown>", {"Unknown": ["1", "2"]}),
        ("<a_xD800_b>1</a_xD800_b>", {"a_xD800_b": "1"}),
        ("", {}),
    ],
)  # fmt: skip
def test_a_document_is_read_in_the_shape_of_json(text: str, data: Any) -> None:
    assert read(text) == data


def test_other_encodings_are_read() -> None:
    for encoding in ("utf-8", "utf-16", "iso-8859-1"):
        text = f'<?xml version="1.0" encoding="{encoding}"?><TicketEntity><Title>Ærø</Title></TicketEntity>'
        assert from_xml(text.encode(encoding), TICKET) == {"Title": "Ærø"}


def test_an_array_of_operations_is_an_array() -> None:
    steps = (
        "<ArrayOfPatchOperation><PatchOperation><op>add</op><path>/Tags/-</path><value><Id>3</Id></value>"
        "</PatchOperation><PatchOperation><op>remove</op><path>Title</path></PatchOperation></ArrayOfPatchOperation>"
    )
    assert from_xml(steps.encode(), TICKET) == [
        {"op": "add", "path": "/Tags/-", "value": {"Id": "3"}},
        {"op": "remove", "path": "Title"},
    ]


@pytest.mark.parametrize("body", [BOMB, OUTSIDE, b"<!DOCTYPE a><a/>"])
def test_document_types_and_entities_are_refused(body: bytes) -> None:
    with pytest.raises(ParseError, match="document type or entities"):
        from_xml(body, TICKET)


@pytest.mark.parametrize(
    "body",
    [b"<a>", b"<a></b>", b"{}", b"<a/><b/>", b"<a>&x;</a>", b"<a>\x00</a>", b"<a>\xff</a>", b"<?xml version='1.0' encoding='ebcdic-xx'?><a/>"],
)  # fmt: skip
def test_what_is_no_xml_is_refused_in_words(body: bytes) -> None:
    with pytest.raises(ParseError, match="not valid XML"):
        from_xml(body, TICKET)


def test_depth_and_number_of_elements_are_bounded() -> None:
    assert from_xml(b"<a>" * 64 + b"1" + b"</a>" * 64)
    with pytest.raises(ParseError, match="more than 64 levels"):
        from_xml(b"<a>" * 65 + b"</a>" * 65)
    with pytest.raises(ParseError, match="more than 64 levels"):
        from_xml(b"<a>" * 500_000)
    with pytest.raises(ParseError, match="more than 200000 elements"):
        from_xml(b"<a>" + b"<b/>" * 200_000 + b"</a>")


DATA = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(DATA, st.text())
def test_whatever_is_told_is_well_formed_and_a_round_trip_tells_the_same(fields: Any, title: str) -> None:
    carrier = {"Title": title, "CustomFields": {"x": fields}, "Tags": [{"Id": 1, "Name": title}]}
    first = to_xml(carrier, "", TICKET)
    root = ElementTree.fromstring(first)
    assert [child.tag for child in root] == ["Title", "CustomFields", "Tags"]
    assert to_xml(from_xml(first, TICKET), "", TICKET) == first


@given(DATA)
def test_data_that_no_contract_tells_is_well_formed_too(data: Any) -> None:
    ElementTree.fromstring(to_xml(data, "Answer"))
