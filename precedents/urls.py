"""Addresses of the bank, under /bank/."""

from django.urls import path

from precedents import views

app_name = "precedents"

urlpatterns = [
    path("", views.Bank.as_view(), name="bank"),
    path("new/", views.AddDecision.as_view(), name="add_decision"),
    path("offences/", views.Offences.as_view(), name="offences"),
    path("offences/<str:section>/", views.OffencePage.as_view(), name="offence"),
    path("topics/", views.Topics.as_view(), name="topics"),
    path("topics/<str:key>/", views.TopicPage.as_view(), name="topic"),
    path("provisions/<str:code>/", views.ProvisionPage.as_view(), name="provision"),
    path("advice/", views.AdviceList.as_view(), name="advice"),
    path("advice/<ref:ref>/", views.PublishedAdvicePage.as_view(), name="published_advice"),
    path("advice/<ref:ref>/withdraw/", views.WithdrawPublication.as_view(), name="withdraw_publication"),
    path("<ref:ref>/", views.DecisionPage.as_view(), name="decision"),
    path("<ref:ref>/edit/", views.EditDecision.as_view(), name="edit_decision"),
]
