"""The addresses of the product; everything a person opens stands under /en/ or /fr/."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

from caseload.views.own_days import calendar_feed

from . import health
from .metrics import metrics

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path("calendar/<str:token>.ics", calendar_feed, name="calendar_feed"),
    path("", RedirectView.as_view(pattern_name="home"), name="root"),
]
urlpatterns += i18n_patterns(
    path("", include("foundation.pages.urls")),
    path("", include("foundation.accounts.urls")),
    path("", include("foundation.notifications.urls")),
    path("", include("foundation.documents.urls")),
    path("advice/", include("advice.urls")),
    path("bank/", include("precedents.urls")),
    path("", include("caseload.urls")),
    path("cases/", include("casetracker.urls")),
)

handler400 = "config.errors.bad_request"
handler500 = "config.errors.server_error"
