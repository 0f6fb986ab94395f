from django.urls import path

from caseload.failed import give_up

from .views import court, failed, history, home, lead, leaving, outcomes, own_days, papers, reassign, search, tasks

urlpatterns = [
    path("", home.Home.as_view(), name="home"),
    path("search/", search.Search.as_view(), name="search"),
    path("search/<ref:ref>/", search.SearchResults.as_view(), name="search_results"),
    path("court-list/", court.CourtList.as_view(), name="court_list"),
    path("court-list/results/", court.DayResults.as_view(), name="court_results"),
    path("court-list/day-sheet/", court.DaySheet.as_view(), name="day_sheet"),
    path("court-list/morning-page/", court.MorningPage.as_view(), name="morning_page"),
    path("court-list/absences/", own_days.Absences.as_view(), name="absences"),
    path("court-list/absences/<ref:ref>/end/", own_days.EndAbsence.as_view(), name="end_absence"),
    path("tasks/", tasks.Tasks.as_view(), name="tasks"),
    path("tasks/several/", tasks.SeveralTasks.as_view(), name="several_tasks"),
    path("tasks/reminders/add/", tasks.AddReminder.as_view(), name="add_reminder"),
    path("tasks/reminders/<ref:ref>/", tasks.ChangeReminder.as_view(), name="change_reminder"),
    path("tasks/reminders/<ref:ref>/done/", tasks.FinishReminder.as_view(), name="finish_reminder"),
    path("tasks/put-off/<ref:ref>/end/", tasks.EndSnooze.as_view(), name="end_snooze"),
    path("cases/<ref:ref>/tasks/", tasks.FileTasks.as_view(), name="file_tasks"),
    path("cases/<ref:ref>/tasks/add/", tasks.AddFileReminder.as_view(), name="add_file_reminder"),
    path("cases/<ref:ref>/tasks/<ref:subject>/<slug:task>/put-off/", tasks.SnoozeTask.as_view(), name="snooze_task"),
    path("account/calendar/", own_days.OwnCalendar.as_view(), name="calendar"),
    path("account/calendar/revoke/", own_days.RevokeCalendar.as_view(), name="revoke_calendar"),
    path("lead/", lead.Lead.as_view(), name="lead"),
    path("reports/outcomes/", outcomes.OutcomeReport.as_view(), name="outcome_report"),
    path("reports/outcomes/list/", outcomes.OutcomeList.as_view(), name="outcome_list"),
    path("reports/outcomes/take/", outcomes.TakeOutcomes.as_view(), name="take_outcomes"),
    path("lead/reassign/<ref:ref>/", reassign.Reassign.as_view(), name="reassign"),
    path("lead/leaving/<ref:ref>/", leaving.Leaving.as_view(), name="leaving"),
    path("history/", history.TeamHistory.as_view(), name="team_history"),
    path("history/who-looked/", history.WhoLookedAcross.as_view(), name="team_who_looked"),
    path("manage/failed-work/", failed.FailedWorkPage.as_view(), name="failed_work"),
    path("manage/failed-work/retry/", failed.SettleFailedWork.as_view(), name="retry_failed_work"),
    path("manage/failed-work/give-up/", failed.SettleFailedWork.as_view(settle=give_up), name="give_up_failed_work"),
    path("help/", papers.Help.as_view(), name="help"),
    path("accessibility/", papers.Accessibility.as_view(), name="accessibility"),
    path("privacy/", papers.Privacy.as_view(), name="privacy"),
    path("contact/", papers.Contact.as_view(), name="contact"),
]
