"""Writing notepads."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from crm.directory.models import Associate, Notepad


def save_note(associate: Associate, pages: Sequence[str], *, by: Associate) -> Notepad:
    """Replaces all pages of a user's notepad. Raises PermissionDenied for another's, unless an administrator writes."""
    if associate.pk != by.pk and not by.is_administrator:
        raise PermissionDenied(_("Only the user whose notepad it is may write in it."))
    if not isinstance(pages, list) or not all(isinstance(each, str) for each in pages):
        raise ValidationError({"pages": _("A notepad is a list of texts.")})
    notepad, _created = Notepad.objects.update_or_create(associate=associate, defaults={"pages": list(pages)})
    return notepad
