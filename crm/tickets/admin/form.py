"""The form of a ticket."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget, UnfoldBooleanSwitchWidget

from crm.directory.admin.forms import DeskForm
from crm.tickets.models import SecurityLevel

LEFT_EMPTY = {
    "owner": _("Leave it empty to have the rules of the category choose."),
    "status": _("Leave it empty to have the type or the category decide."),
    "priority": _("Leave it empty for the default."),
}
TOLD_OF_NEW = _(
    "Tells colleagues of the new ticket by e-mail: its owner, and the members of its category when that is set up so; "
    "for a ticket that nobody owns, the addresses of its category. You are never told of your own doing."
)
TOLD_OF_CHANGE = _(
    "Tells a new owner by e-mail that the ticket is theirs now. Of other changes, and of messages, nobody is told."
)


class TicketForm(DeskForm):
    """A ticket, what is said in it next, and whether anybody is told."""

    said = forms.CharField(
        label=_("New message"),
        required=False,
        strip=False,
        widget=UnfoldAdminTextareaWidget({"rows": 5, "dir": "auto"}),
        help_text=_("Added to the ticket when you save. It is kept here and mailed to nobody."),
    )
    said_to = forms.TypedChoiceField(
        label=_("Who sees it"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=(
            (SecurityLevel.INTERNAL, _("Colleagues only")),
            (SecurityLevel.EXTERNAL, _("The customer too")),
        ),
        initial=SecurityLevel.INTERNAL,
        widget=UnfoldAdminSelectWidget,
    )
    notify = forms.BooleanField(
        label=_("Send notifications"),
        required=False,
        widget=UnfoldBooleanSwitchWidget,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        is_new = self.stored.pk is None
        self.fields["notify"].initial = is_new  # changes are often small; whoever wants them told says so
        self.fields["notify"].help_text = TOLD_OF_NEW if is_new else TOLD_OF_CHANGE
        if (
            "title" in self.fields
        ):  # by API and mail tickets come without one, and can be worked on as they are
            self.fields["title"].required = is_new or bool(self.stored.title)
        for name, text in LEFT_EMPTY.items():
            if name in self.fields and is_new:
                self.fields[name].required = False
                self.fields[name].help_text = text
