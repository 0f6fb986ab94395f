"""The addresses of case files; everything inside one file stands under its number."""

from django.urls import include, path

from .views import access, accused, corrections, counts, dates, documents, files, history, intake, moves, people, trial_road

app_name = "casetracker"

of_count = [
    path("edit/", counts.AmendCount.as_view(), name="amend_count"),
    path("mode/", counts.ElectMode.as_view(), name="elect_mode"),
    path("clock/confirm/", trial_road.ConfirmClock.as_view(), name="confirm_clock"),
    path("late-sentence/", trial_road.RecordLateSentence.as_view(), name="record_late_sentence"),
    path("victim-view/", counts.RecordVictimView.as_view(), name="record_victim_view"),
    path("withdraw/", counts.WithdrawCount.as_view(), name="withdraw"),
    path("move/<slug:name>/", moves.MoveCount.as_view(), name="move_count"),
]

of_accused = [
    path("", accused.AccusedPage.as_view(), name="accused"),
    path("custody/", accused.SetCustody.as_view(), name="set_custody"),
    path("counts/add/", counts.AddCounts.as_view(), name="add_counts"),
    path("lay/", counts.LayInformation.as_view(), name="lay_information"),
    path("not-laid/", counts.RecordPoliceDecision.as_view(), name="record_police_decision"),
    path("screening/", counts.RecordScreening.as_view(), name="record_screening"),
    path("proceed/", counts.ProceedOnCounts.as_view(), name="proceed_on_counts"),
    path("election/", accused.RecordElection.as_view(), name="record_election"),
    path("trial/", accused.SetTrial.as_view(), name="set_trial"),
    path("trial/dates/", accused.ChangeTrialDates.as_view(), name="change_trial_dates"),
    path("reserve/", accused.ReserveJudgment.as_view(), name="reserve"),
    path("verdict/", counts.RecordVerdict.as_view(), name="record_verdict"),
    path("sentence/", counts.RecordDisposition.as_view(), name="record_disposition"),
    path("orders/", accused.AnswerOrders.as_view(), name="answer_orders"),
    path("warrant/", accused.IssueWarrant.as_view(), name="issue_warrant"),
    path("warrant/executed/", accused.ExecuteWarrant.as_view(), name="execute_warrant"),
    path("prelim/result/", trial_road.RecordPrelimResult.as_view(), name="record_prelim_result"),
    path("direct-indictment/", trial_road.DirectIndictment.as_view(), name="ask_direct_indictment"),
    path("indictment/", trial_road.FileIndictment.as_view(), name="file_indictment"),
    path("reelection/", trial_road.Reelect.as_view(), name="reelect"),
    path("counts/resume/", trial_road.ResumeCounts.as_view(), name="resume_counts"),
    path("counts/order/", trial_road.RecordCourtOrder.as_view(), name="record_court_order"),
    path("counts/replace/", trial_road.ReplaceCounts.as_view(), name="replace_counts"),
    path("counts/sever/", trial_road.Sever.as_view(), name="sever"),
    path("unfit/", trial_road.RecordUnfit.as_view(), name="record_unfit"),
    path("fit/", trial_road.RecordFit.as_view(), name="record_fit"),
    path("review-board/discharge/", trial_road.RecordBoardDischarge.as_view(), name="record_board_discharge"),
    path("appeal/<ref:decision>/", counts.SetAppealPeriod.as_view(), name="set_appeal_period"),
    path("move/<slug:name>/", moves.MoveProceeding.as_view(), name="move_proceeding"),
    path("counts/<ref:count>/", include(of_count)),
]

of_file = [
    path("", files.Overview.as_view(), name="file"),
    path("facts/", files.EditFile.as_view(), name="edit_file"),
    path("theory/", files.EditTheory.as_view(), name="edit_theory"),
    path("notes/add/", files.AddNote.as_view(), name="add_note"),
    path("conflicts/", intake.CheckConflicts.as_view(), name="conflicts"),
    path("conflicts/<ref:hint>/resolve/", intake.ResolveHint.as_view(), name="resolve_hint"),
    path("decide/", intake.DecideIntake.as_view(), name="decide_intake"),
    path("transfer/", moves.TransferFile.as_view(), name="transfer"),
    path("close/", moves.CloseFile.as_view(), name="close"),
    path("reopen/", moves.ReopenFile.as_view(), name="reopen"),
    path("move/<slug:name>/", moves.MoveFile.as_view(), name="move_file"),
    path("accused/", accused.AccusedList.as_view(), name="accused_list"),
    path("accused/add/", accused.AddAccused.as_view(), name="add_accused"),
    path("accused/<ref:accused>/", include(of_accused)),
    path("dates/", dates.DatesPage.as_view(), name="dates"),
    path("dates/add/", dates.AddAppearance.as_view(), name="add_appearance"),
    path("dates/<ref:appearance>/edit/", dates.EditAppearance.as_view(), name="edit_appearance"),
    path("dates/<ref:appearance>/result/", dates.RecordResult.as_view(), name="record_result"),
    path("people/", people.PeoplePage.as_view(), name="people"),
    path("people/add/", people.AddPerson.as_view(), name="add_participant"),
    path("people/<ref:person>/", people.PersonPage.as_view(), name="person"),
    path("people/<ref:person>/edit/", people.EditPerson.as_view(), name="edit_participant"),
    path("bans/add/", people.AddBan.as_view(), name="add_ban"),
    path("bans/<ref:ban>/end/", people.EndBan.as_view(), name="end_ban"),
    path("documents/", documents.DocumentsPage.as_view(), name="documents"),
    path("law/", documents.LawPage.as_view(), name="law"),
    path("law/<ref:link>/unlink/", documents.UnlinkDecision.as_view(), name="unlink_decision"),
    path("access/", access.AccessPage.as_view(), name="access"),
    path("access/assign/", access.AssignFile.as_view(), name="assign"),
    path("access/grant/", access.GrantAccess.as_view(), name="grant_access"),
    path("access/<ref:access>/end/", access.EndAccess.as_view(), name="end_access"),
    path("access/<ref:access>/reviewed/", access.ReviewCover.as_view(), name="review_cover"),
    path("walls/set/", access.SetWall.as_view(), name="set_wall"),
    path("walls/<ref:wall>/lift/", access.LiftWall.as_view(), name="lift_wall"),
    path("correct/<ref:move>/", corrections.CorrectMove.as_view(), name="correct"),
    path("history/", history.HistoryPage.as_view(), name="history"),
    path("history/who-looked/", history.WhoLooked.as_view(), name="who_looked"),
]

urlpatterns = [
    path("", files.CaseList.as_view(), name="list"),
    path("new/", intake.OpenCaseFile.as_view(), name="open_case_file"),
    path("cover/", access.TakeCover.as_view(), name="take_cover"),
    path("<ref:ref>/", include(of_file)),
]
