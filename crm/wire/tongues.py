"""The languages that texts are kept in, over the List agent: `GetInstalledLanguages` and `GetLanguageInfo`."""

from __future__ import annotations

from crm.wire.calls import AgentCall, AgentMethod
from crm.wire.languages import languages
from crm.wire.steps import Carrier

# Microsoft's number of the language, its names, and its codes of ISO 639.
TONGUES = {
    "en": (1033, "English", "English", "eng", "en"),
    "no": (1044, "Norwegian Bokmål", "norsk bokmål", "nob", "nb"),
    "sv": (1053, "Swedish", "svenska", "swe", "sv"),
    "da": (1030, "Danish", "dansk", "dan", "da"),
    "de": (1031, "German", "Deutsch", "deu", "de"),
    "nl": (1043, "Dutch", "Nederlands", "nld", "nl"),
    "fr": (1036, "French", "français", "fra", "fr"),
    "es": (3082, "Spanish", "español", "spa", "es"),
}


def installed() -> list[Carrier]:
    """A `LanguageInfo` for every language that texts are kept in; they are numbered as they stand."""
    return [
        {
            "LanguageInfoId": number,
            "LCID": lcid,
            "EnglishName": english,
            "NativeName": native,
            "ThreeLetterISOLanguageName": three,
            "TwoLetterISOLanguageName": two,
            "IsBuiltIn": True,
            "TableRight": None,
            "FieldProperties": {},
        }
        for number, (lcid, english, native, three, two) in enumerate(
            (TONGUES[code] for code in languages()), start=1
        )
    ]


def _one(call: AgentCall) -> Carrier | None:
    key = call.number("languageInfoId")
    return next((each for each in installed() if each["LanguageInfoId"] == key), None)


AGENT_METHODS = [
    AgentMethod(
        "List",
        "GetInstalledLanguages",
        lambda _call: installed(),
        "The languages that texts are kept in.",
        "LanguageInfo[]",
    ),
    AgentMethod(
        "List", "GetLanguageInfo", _one, "One language, or null.", "LanguageInfo", "?languageInfoId="
    ),
]
