"""The renderer through which every form finds the field templates of this room."""

from django.forms.renderers import TemplatesSetting


class PagesRenderer(TemplatesSetting):
    """Render forms with the project's own templates, so that labels, hints and errors look and read the same everywhere."""

    form_template_name = "django/forms/div.html"
    field_template_name = "django/forms/field.html"
