"""What the staff's pages say about the limits: `{% load protection %}`."""

from typing import Any

from django import template

from endorsements import outflow

register = template.Library()


@register.inclusion_tag("admin/endorsements/_mails_wait.html", takes_context=True)
def mails_wait(context: dict[str, Any]) -> dict[str, Any]:
    """A notice while emails wait because there were too many; nothing otherwise."""
    may_see = context["request"].user.has_perm("endorsements.view_protection")
    return {"state": outflow.state(), "may_see": may_see}
