"""The addresses that records of a file lead to, for tests of what lies below the pages."""

from django.http import HttpResponse
from django.urls import include, path

from config.urls import urlpatterns as product


def nothing(request, **kwargs):
    return HttpResponse()


names = [
    path("cases/<ref:ref>/", nothing, name="file"),
    path("cases/<ref:ref>/accused/<ref:accused>/", nothing, name="accused"),
    path("cases/<ref:ref>/people/<ref:person>/", nothing, name="person"),
    path("cases/<ref:ref>/access/", nothing, name="access"),
    path("cases/<ref:ref>/dates/", nothing, name="dates"),
    path("cases/<ref:ref>/people/", nothing, name="people"),
]
urlpatterns = [*product, path("", include((names, "casetracker")))]
