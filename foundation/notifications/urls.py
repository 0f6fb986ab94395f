from django.urls import path

from . import views

urlpatterns = [
    path("notices/", views.Notices.as_view(), name="notices"),
    path("notices/read/", views.MarkRead.as_view(), name="mark_notices_read"),
]
