"""What the original has for companies, people, projects, sales and users, and this desk does not: 501."""

from __future__ import annotations

_IMAGE = {"{key}/ImageInfo": "get put", "{key}/Image": "get put post delete"}
_DUPLICATES = {
    "DuplicateRules": "get put",
    "Duplicates/{name}": "get",
    "{key}/MergeTo/{otherId}": "post",
}
_BELOW: dict[str, dict[str, str]] = {
    "Contact": {
        **_IMAGE,
        **_DUPLICATES,
        "DuplicateDomains/{domain}": "get",
        **dict.fromkeys(("{key}/Activities", "{key}/Documents", "{key}/Relations", "{key}/Summary"), "get"),
    },
    "Person": {
        **_IMAGE,
        "{key}/MergeTo/{otherId}": "post",
        "{key}/MoveTo/{otherId}": "post",
        "{key}/Consent": "get",
        "{key}/Consent/{purpose}": "get put delete",
        "{key}/UtmParameters": "get",
        **dict.fromkeys(("{key}/Activities", "{key}/Documents", "{key}/Relations", "{key}/Summary"), "get"),
    },
    "Project": {
        **_IMAGE,
        **_DUPLICATES,
        **dict.fromkeys(
            ("{key}/Activities", "{key}/Guide", "{key}/Links", "{key}/HasGuide", "{key}/NextMilestone"),
            "get",
        ),
    },
    "Sale": {
        "NextDueDate": "post",
        **dict.fromkeys(
            (
                "{key}/History",
                "{key}/Activities",
                "{key}/Guide",
                "{key}/Stakeholders",
                "{key}/Links",
                "{key}/HasGuide",
                "{key}/NextDueDate",
            ),
            "get",
        ),
    },
    "User": {"currentToken": "get"},
}
OUTSIDE = {f"{name}/{tail}": verbs for name, table in _BELOW.items() for tail, verbs in table.items()}
