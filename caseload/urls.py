from django.urls import path

from .views import papers

urlpatterns = [
    path("help/", papers.Help.as_view(), name="help"),
    path("accessibility/", papers.Accessibility.as_view(), name="accessibility"),
    path("privacy/", papers.Privacy.as_view(), name="privacy"),
    path("contact/", papers.Contact.as_view(), name="contact"),
]
