"""Addresses of requests for advice, under /advice/."""

from django.urls import path

from .views import answering, asking, ending, lists, publishing, requests, triage

app_name = "advice"

urlpatterns = [
    path("", lists.list_requests, name="list"),
    path("ask/", asking.Ask.as_view(), name="ask"),
    path("ask/suggestions/", asking.Suggestions.as_view(), name="suggestions"),
    path("ask/answered/", asking.CountBankUse.as_view(), name="count_bank_use"),
    path("publications/<ref:ref>/", publishing.Publication.as_view(), name="publication"),
    path("publications/<ref:ref>/answer-mark/", publishing.AnswerMark.as_view(), name="answer_mark"),
    path("<ref:ref>/", requests.RequestPage.as_view(), name="request"),
    path("<ref:ref>/edit/", asking.EditDraft.as_view(), name="edit_draft"),
    path("<ref:ref>/discard/", asking.DiscardDraft.as_view(), name="discard_draft"),
    path("<ref:ref>/triage/", triage.Triage.as_view(), name="triage"),
    path("<ref:ref>/assign/", triage.Assign.as_view(), name="assign"),
    path("<ref:ref>/hand-over/", triage.HandOver.as_view(), name="hand_over"),
    path("<ref:ref>/ask-for-more/", triage.AskForMore.as_view(), name="ask_for_more"),
    path("<ref:ref>/remind/", triage.Remind.as_view(), name="remind"),
    path("<ref:ref>/answer-from-bank/", triage.AnswerFromBank.as_view(), name="answer_from_bank"),
    path("<ref:ref>/decline/", triage.Decline.as_view(), name="decline"),
    path("<ref:ref>/reply/", asking.Reply.as_view(), name="reply"),
    path("<ref:ref>/follow-up/", asking.AskFollowUp.as_view(), name="ask_follow_up"),
    path("<ref:ref>/still-open/", asking.SayStillOpen.as_view(), name="say_still_open"),
    path("<ref:ref>/close/", asking.Close.as_view(), name="close"),
    path("<ref:ref>/withdraw/", asking.Withdraw.as_view(), name="withdraw"),
    path("<ref:ref>/name-colleague/", asking.NameColleague.as_view(), name="name_colleague"),
    path("<ref:ref>/link-file/", requests.LinkCaseFile.as_view(), name="link_case_file"),
    path("<ref:ref>/answer/", answering.WriteAnswer.as_view(), name="write_answer"),
    path("<ref:ref>/answer/cite/", answering.Cite.as_view(), name="cite"),
    path("<ref:ref>/send-for-review/", answering.SendForReview.as_view(), name="send_for_review"),
    path("<ref:ref>/review/", answering.Review.as_view(), name="review"),
    path("<ref:ref>/return/", answering.ReturnForChanges.as_view(), name="return_for_changes"),
    path("<ref:ref>/deliver/", answering.Deliver.as_view(), name="deliver"),
    path("<ref:ref>/deliver-unread/", answering.DeliverUnread.as_view(), name="deliver_unread"),
    path("<ref:ref>/read-afterwards/", answering.ReadAfterwards.as_view(), name="read_afterwards"),
    path("<ref:ref>/recall/", answering.RecallAnswer.as_view(), name="recall"),
    path("<ref:ref>/merge/", ending.Merge.as_view(), name="merge"),
    path("<ref:ref>/set-back-merge/", ending.SetBackMerge.as_view(), name="set_back_merge"),
    path("<ref:ref>/convert/", ending.Convert.as_view(), name="convert"),
    path("<ref:ref>/take-up-again/", answering.TakeUpAgain.as_view(), name="take_up_again"),
    path("<ref:ref>/publish/", publishing.PreparePublication.as_view(), name="prepare_publication"),
    path("<ref:ref>/add-note/", requests.AddNote.as_view(), name="add_note"),
    path("<ref:ref>/add-document/", requests.AddDocument.as_view(), name="add_document"),
    path("<ref:ref>/who-looked/", requests.WhoLooked.as_view(), name="who_looked"),
]
