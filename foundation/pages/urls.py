from django.urls import path

from . import components_page, views

urlpatterns = [
    path("drafts/save/", views.SaveDraft.as_view(), name="save_draft"),
    path("stay-signed-in/", views.StaySignedIn.as_view(), name="stay_signed_in"),
    path("components/", components_page.show_components, name="components"),
]
