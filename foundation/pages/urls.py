from django.urls import path

from . import views

urlpatterns = [path("drafts/save/", views.SaveDraft.as_view(), name="save_draft")]
