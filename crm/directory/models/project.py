"""Projects."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.directory.models.associate import Associate
from crm.directory.models.contact import Contact
from crm.directory.models.lists import ProjectStatus, ProjectType
from crm.directory.models.owned import OwnedQuerySet
from crm.directory.models.person import Person
from crm.directory.models.record import Record
from crm.directory.models.role import Entity, Relation
from crm.wire.rights import SELECT


class ProjectQuerySet(OwnedQuerySet["Project"]):
    """Which projects."""

    entity = Entity.PROJECT

    def of_customer(self, associate: Associate) -> dict[Relation, models.Q]:
        mine = ProjectMember.objects.filter(person__associates=associate).order_by().values("project")
        return {Relation.SAME_PROJECT: models.Q(pk__in=mine, is_published=True)}

    def visible_to(self, associate: Associate) -> ProjectQuerySet:
        """Those that the role reaches; an external user sees at most published ones that they take part in."""
        return self.reached_by(associate, SELECT)


class Project(Record):
    """A project."""

    name = models.CharField(_("name"), max_length=219)
    description = models.TextField(_("description"), blank=True)
    project_number = models.CharField(_("number"), max_length=49, blank=True)
    url = models.CharField(_("website"), max_length=254, blank=True)
    url_name = models.CharField(_("name of the website"), max_length=254, blank=True)
    type = models.ForeignKey(
        ProjectType, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("type")
    )
    status = models.ForeignKey(
        ProjectStatus,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("status"),
    )
    associate = models.ForeignKey(
        Associate,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="projects",
        verbose_name=_("owner"),
    )
    start_date = models.DateTimeField(_("start"), null=True, blank=True)
    end_date = models.DateTimeField(_("end"), null=True, blank=True)
    completed = models.BooleanField(_("completed"), default=False)
    postit = models.TextField(_("note"), blank=True)
    more_reach = models.JSONField(_("other ways to reach"), default=dict, blank=True, editable=False)
    publish_event_date = models.DateTimeField(_("published for"), null=True, blank=True)
    publish_from = models.DateTimeField(_("published from"), null=True, blank=True)
    publish_to = models.DateTimeField(_("published to"), null=True, blank=True)
    is_published = models.BooleanField(_("published"), default=False)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        ordering = ["name", "id"]
        indexes = [models.Index(fields=["name", "id"], name="project_name")]

    def __str__(self) -> str:
        return self.name


class ProjectMemberQuerySet(models.QuerySet["ProjectMember"]):
    """Which members."""

    def visible_to(self, associate: Associate) -> ProjectMemberQuerySet:
        """Those of the projects that one sees."""
        projects = Project.objects.visible_to(associate)
        return self.filter(project__in=projects) if projects.query.where else self


class ProjectMember(models.Model):
    """Somebody who takes part in a project: a person, or a company as such."""

    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, related_name="members", verbose_name=_("project")
    )
    person = models.ForeignKey(
        Person,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=_("person"),
    )
    contact = models.ForeignKey(
        Contact,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=_("company"),
    )
    comment = models.CharField(_("comment"), max_length=254, blank=True)
    registered = models.DateTimeField(_("registered"), auto_now_add=True)
    updated = models.DateTimeField(_("updated"), auto_now=True)

    objects = ProjectMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("project member")
        verbose_name_plural = _("project members")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["project", "person"], name="project_member_once"),
            models.CheckConstraint(
                condition=models.Q(person__isnull=False) | models.Q(contact__isnull=False),
                name="project_member_is_somebody",
            ),
        ]

    def __str__(self) -> str:
        return str(self.person or self.contact)
