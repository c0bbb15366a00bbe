"""The carrier of an address: lines that people wrote, and how they read together."""

from __future__ import annotations

from crm.directory.contracts.contact import joined
from crm.directory.models import Contact
from crm.wire import kinds
from crm.wire.contract import RIGHTS, Column, Computed, Constant, Contract, Owned, Spec
from crm.wire.deviations import ignored
from crm.wire.kinds import Kind

DEVIATIONS = {
    "field LocalizedField.*": ignored(
        "addresses are written in the order of one country, so that lines are empty"
    )
}
NO_LINES = Constant([], Kind("array", "SuperOffice.CRM.Services.LocalizedField[][]", [], kinds.ARRAY.read))

ADDRESS_TYPE = Kind(
    "enum AddressType", "SuperOffice.Data.AddressType", "Unknown", kinds.STRING.read, length=4
)


def _formatted(*lines: str | None) -> str:
    """`lines` are three of the street, then postcode, city, county and state."""
    first, second, third, zip_code, city, county, state = lines
    return joined("\n", first, second, third, joined(" ", zip_code, city), county, state)


def _lines(kind: str, prefix: str = "", shown_as: Contract | None = None) -> Contract:
    """An address whose columns bear this prefix."""
    street = [f"{prefix}street{number}" for number in ("", "2", "3")]
    zip_code, city, county, state = (f"{prefix}{name}" for name in ("zip_code", "city", "county", "state"))
    members: dict[str, Spec] = {
        "AtypeIdx": Constant(kind, ADDRESS_TYPE),
        **{f"Address{number}": Column(path) for number, path in enumerate(street, 1)},
        "City": Column(city),
        "County": Column(county),
        "State": Column(state),
        "Zipcode": Column(zip_code),
        "Formatted": Computed(_formatted, [*street, zip_code, city, county, state], kinds.STRING),
    }
    return Contract("StructuredAddress", Contact, members, shown_as=shown_as)


_STREET = ["street", "street2", "street3", "zip_code", "city", "county", "state"]


def _address(street: Contract, postal: Spec, shown_as: Contract | None = None) -> Contract:
    return Contract(
        "Address",
        Contact,  # people have the columns of the street too
        {
            "Wgs84Latitude": "latitude",
            "Wgs84Longitude": "longitude",
            "LocalizedAddress": NO_LINES,
            "Street": Owned(street),
            "Postal": postal,
            "Formatted": Computed(_formatted, _STREET, kinds.STRING),
            **RIGHTS,
        },
        shown_as=shown_as,
    )


_CONTACT_STREET = _lines("ContactStreetAddress")
CONTACT_ADDRESS = _address(_CONTACT_STREET, Owned(_lines("ContactPostalAddress", "postal_", _CONTACT_STREET)))
PERSON_ADDRESS = _address(
    _lines("PersonPrivateAddress", shown_as=_CONTACT_STREET),
    Constant(None, kinds.CARRIER),
    CONTACT_ADDRESS,
)
