"""What mail can be sent to."""

from __future__ import annotations

import re

_ADDRESS = re.compile(r"[^\s@<>,;:\"()]+@[^\s@<>,;:\"()]*[^\s@<>,;:\"().]")
LONGEST = 254


def is_address(text: str) -> bool:
    """Whether a text is one address, a name at a host; hosts of an own network need no dot."""
    return len(text) <= LONGEST and text.isprintable() and bool(_ADDRESS.fullmatch(text))
