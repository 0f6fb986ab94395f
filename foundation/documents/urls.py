from django.urls import path

from . import views

urlpatterns = [path("documents/<ref:ref>/", views.DownloadDocument.as_view(), name="document")]
