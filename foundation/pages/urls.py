from django.urls import path

from . import components_page, views

urlpatterns = [
    path("drafts/save/", views.SaveDraft.as_view(), name="save_draft"),
    path("components/", components_page.show_components, name="components"),
]
