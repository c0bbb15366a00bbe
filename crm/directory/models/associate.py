"""Users of the desk and the groups they belong to."""

from __future__ import annotations

from collections.abc import Hashable

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.directory.models.lists import ListItem
from crm.directory.models.role import AGENT_ROLE, Function, Rights, Role
from crm.wire.lists import ListQuerySet, ListRow, remembered, remembers
from crm.wire.sql import Mark, mark

ModelClass = type[models.Model]  # named here, since a user has a column called type
ALL_NOTIFICATIONS = 4095
_SELF, _GROUP = mark(1001), mark(1002)


class UserType(models.IntegerChoices):
    UNKNOWN = 0, _("Unknown")
    INTERNAL_ASSOCIATE = 1, _("Employee")
    RESOURCE_ASSOCIATE = 2, _("Resource")
    EXTERNAL_ASSOCIATE = 3, _("External user")
    ANONYMOUS_ASSOCIATE = 4, _("Anonymous")
    SYSTEM_ASSOCIATE = 5, _("System")


class UserGroup(ListItem):
    """A group of users."""

    objects = ListQuerySet["UserGroup"].as_manager()

    class Meta(ListItem.Meta):
        verbose_name = _("user group")
        verbose_name_plural = _("user groups")


class AssociateQuerySet(ListQuerySet["Associate"]):
    """Which users."""

    def active(self) -> AssociateQuerySet:
        """Those who work here now."""
        return self.filter(deleted=False)

    def visible_to(self, associate: Associate) -> AssociateQuerySet:
        """Colleagues see each other; an external user sees only themselves."""
        return self if associate.is_internal else self.filter(pk=associate.pk)


class Associate(ListRow):
    """A user of the desk, one to one with the account they sign in with; a resource has no account."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="associate",
        verbose_name=_("account"),
        help_text=_("The account this user signs in with. Rooms and other resources have none."),
    )
    name = models.CharField(_("initials"), max_length=70, unique=True)
    full_name = models.CharField(_("full name"), max_length=250, blank=True)
    person = models.ForeignKey(
        "crm.Person",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="associates",
        verbose_name=_("person"),
    )
    rank = models.PositiveSmallIntegerField(_("rank"), default=0)
    tooltip = models.CharField(_("tooltip"), max_length=254, blank=True)
    type = models.PositiveSmallIntegerField(
        _("type"), choices=UserType.choices, default=UserType.INTERNAL_ASSOCIATE
    )
    role = models.ForeignKey(
        Role,
        on_delete=models.PROTECT,
        default=AGENT_ROLE,
        related_name="associates",
        verbose_name=_("role"),
    )
    group = models.ForeignKey(
        UserGroup,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="associates",
        verbose_name=_("primary group"),
    )
    other_groups = models.ManyToManyField(
        UserGroup, blank=True, related_name="other_associates", verbose_name=_("other groups")
    )
    deleted = models.BooleanField(_("retired"), default=False)
    ej_user_id = models.PositiveIntegerField(
        _("service user id"), default=0, help_text=_("0 for users who do not handle tickets.")
    )
    email = models.EmailField(_("e-mail"), blank=True, help_text=_("Where notifications go."))
    email_mask = models.PositiveSmallIntegerField(
        _("e-mail notifications"),
        default=ALL_NOTIFICATIONS,
        help_text=_("Sum of the kinds that are mailed; 4095 is all of them, 0 none."),
    )
    is_present = models.BooleanField(_("present"), default=True)
    presence_comment = models.CharField(_("comment on presence"), max_length=254, blank=True)
    is_demo = models.BooleanField(_("demo account"), default=False, editable=False)
    extra_fields = models.JSONField(_("extra fields"), default=dict, blank=True)
    custom_fields = models.JSONField(_("custom fields"), default=dict, blank=True)
    field_values = models.JSONField(_("values of custom fields"), null=True, blank=True, editable=False)

    objects = AssociateQuerySet.as_manager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["rank", "full_name", "id"]

    def __str__(self) -> str:
        return self.full_name or self.name

    @property
    def is_internal(self) -> bool:
        """Whether this is a colleague rather than a customer."""
        return self.type in (
            UserType.INTERNAL_ASSOCIATE,
            UserType.RESOURCE_ASSOCIATE,
            UserType.SYSTEM_ASSOCIATE,
        )

    @property
    def is_administrator(self) -> bool:
        """Whether every right is theirs."""
        return self.user_id is not None and bool(self.user and self.user.is_superuser)

    @property
    def rights(self) -> Rights:
        """What the role of this user gives; remembered in a request, until a role changes."""
        known: Rights | None = self.__dict__.get("known_rights")
        if known is not None:
            return known
        return (Role.objects.catalog()[self.role_id or 0] if remembers() else self.role).rights

    def has(self, *functions: Function) -> bool:
        """Whether this user has one of these functional rights; administrators have all."""
        return self.is_administrator or self.rights.has(*functions)

    def may(self, verb: str, model: ModelClass) -> bool:
        """Whether this user may view, change, add or delete rows of a model at all.

        Both must say so: Django's model permissions, and the role as far as it speaks of such rows.
        """
        if self.is_administrator:
            return True
        name = str(model._meta.model_name)
        return f"crm.{verb}_{name}" in self._permissions() and self.rights.may(
            verb, name, insider=self.is_internal
        )

    def _permissions(self) -> set[str]:
        if self.user is None or not self.user.is_active:
            return set()
        memory = remembered()
        key = ("permissions", self.user_id)
        if key not in memory:
            memory[key] = self.user.get_all_permissions()
        known: set[str] = memory[key]
        return known

    def shape(self) -> Hashable:
        """What the text of `visible_to` depends on."""
        if self.is_administrator:
            return "administrator"
        insider, rights = self.is_internal, self.rights
        known = rights.of_colleagues if insider else rights.of_customers
        plain = ("colleague" if insider else "customer", self.group_id is None)
        return plain if known is None else (*plain, known)

    def stand_in(self) -> Associate:
        """A user of the same shape with marks for its own ids, to compile `visible_to` with."""
        other = Associate(pk=_SELF, type=self.type, group_id=None if self.group_id is None else _GROUP)
        other.user = get_user_model()(pk=_SELF, is_superuser=self.is_administrator)
        if not self.is_administrator:
            other.__dict__["known_rights"] = self.rights
        return other

    def marked(self) -> dict[Mark, int | None]:
        """This user's own ids for those marks."""
        return {_SELF: self.pk, _GROUP: self.group_id}
