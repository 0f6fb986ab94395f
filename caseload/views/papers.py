"""Pages of words: help, accessibility, privacy, contact."""

from django.contrib.auth.decorators import login_not_required
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView

from caseload import wording


class Help(TemplateView):
    """How to find one's way, at the same place on every page."""

    template_name = "caseload/help.html"
    extra_context = {"examples": wording.EXAMPLES}


@method_decorator(login_not_required, name="dispatch")
class Accessibility(TemplateView):
    """What was done so that everybody can use the product, and whom to tell when something stands in the way."""

    template_name = "caseload/accessibility.html"


@method_decorator(login_not_required, name="dispatch")
class Privacy(TemplateView):
    """What is recorded of those who use the product."""

    template_name = "caseload/privacy.html"


@method_decorator(login_not_required, name="dispatch")
class Contact(TemplateView):
    """Whom to call."""

    template_name = "caseload/contact.html"
