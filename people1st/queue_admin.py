"""The queue's jobs in the admin, without the inline styles that the library's page has."""

import json
from typing import Any

from django.contrib import admin
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django.admin import ProcrastinateJobAdmin
from procrastinate.contrib.django.models import ProcrastinateJob

LONGEST = 2000


class JobAdmin(ProcrastinateJobAdmin):
    """As the library's; the policy of the admin's pages lets no style in but those of files."""

    @admin.display(description=_("arguments"))
    def pretty_args(self, instance: Any) -> SafeString:
        """What the job was queued with: ids, never an address."""
        return format_html("<code>{}</code>", json.dumps(instance.args)[:LONGEST])

    @admin.display(description=_("last event"))
    def summary(self, instance: Any) -> str:
        """What happened last, and when."""
        last = instance.procrastinateevent_set.first()
        return f"{last.type}, {last.at:%Y-%m-%d %H:%M:%S} UTC" if last else ""


def put_into(site: admin.AdminSite) -> None:
    """Takes the place of the library's page."""
    site.unregister(ProcrastinateJob)
    site.register(ProcrastinateJob, JobAdmin)
