"""The addresses of the bare view that pages are compared with."""

from django.urls import path

from benchmarks.pages import bare_list

urlpatterns = [path("", bare_list)]
