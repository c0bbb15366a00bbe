"""Projects."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.directory.models.associate import Associate
from crm.directory.models.lists import ProjectStatus, ProjectType


class ProjectQuerySet(models.QuerySet["Project"]):
    """Which projects."""

    def visible_to(self, associate: Associate) -> ProjectQuerySet:
        """Colleagues see every project; an external user sees none."""
        return self if associate.is_internal else self.none()


class Project(models.Model):
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
    publish_from = models.DateTimeField(_("published from"), null=True, blank=True)
    publish_to = models.DateTimeField(_("published to"), null=True, blank=True)
    is_published = models.BooleanField(_("published"), default=False)
    registered = models.DateTimeField(_("registered"), auto_now_add=True)
    updated = models.DateTimeField(_("updated"), auto_now=True)
    extra_fields = models.JSONField(_("extra fields"), default=dict, blank=True)
    custom_fields = models.JSONField(_("custom fields"), default=dict, blank=True)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name
