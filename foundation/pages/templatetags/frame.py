"""Tags that only ``base.html`` and the error pages need."""

import re

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.translation import get_language

register = template.Library()

LANGUAGE_NAMES = {"en": "English", "fr": "Français"}


@register.inclusion_tag("components/languageswitch.html", takes_context=True)
def language_switch(context):
    """Link to this very page in the other language, filters and all."""
    here = (get_language() or "en")[:2]
    other = "fr" if here == "en" else "en"
    request = context.get("request")
    path = request.get_full_path() if request else "/"
    url, swapped = re.subn(r"^/(en|fr)(?=/|$)", f"/{other}", path, count=1)
    return {"code": other, "name": LANGUAGE_NAMES[other], "url": url if swapped else f"/{other}/"}


@register.simple_tag
def asset(path):
    """Give the address of a static file, plain where the manifest is missing, so that an error page can still be drawn."""
    try:
        return static(path)
    except ValueError:
        return f"{settings.STATIC_URL}{path}"
