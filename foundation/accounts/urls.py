from django.urls import path

from .views import account, people, sign_in

urlpatterns = [
    path("sign-in/", sign_in.SignIn.as_view(), name="account_login"),
    path("sign-in/code/", sign_in.SecondStep.as_view(), name="mfa_authenticate"),
    path("sign-in/demo/", sign_in.DemoSignIn.as_view(), name="demo_sign_in"),
    path("sign-out/", sign_in.SignOut.as_view(), name="account_logout"),
    path("join/<ref:ref>/<str:token>/", sign_in.Join.as_view(), name="join"),
    path("account/", account.Account.as_view(), name="account"),
    path("account/language/", account.SetLanguage.as_view(), name="set_language"),
    path("account/password/", account.ChangePassword.as_view(), name="account_change_password"),
    path("account/password-again/", account.PasswordAgain.as_view(), name="account_reauthenticate"),
    path("account/second-factor/", account.ActivateSecondFactor.as_view(), name="mfa_activate_totp"),
    path("account/second-factor/codes/", account.RenewCodes.as_view(), name="mfa_generate_recovery_codes"),
    path("account/second-factor/remove/", account.RemoveSecondFactor.as_view(), name="mfa_deactivate_totp"),
    path("manage/", people.Manage.as_view(), name="manage"),
    path("manage/people/", people.People.as_view(), name="people"),
    path("manage/people/add/", people.InvitePerson.as_view(), name="invite_person"),
    path("manage/people/<ref:ref>/", people.Person.as_view(), name="person"),
    path("manage/people/<ref:ref>/change/", people.ChangePerson.as_view(), name="change_person"),
    path("manage/people/<ref:ref>/deactivate/", people.DeactivatePerson.as_view(), name="deactivate_person"),
    path("manage/people/<ref:ref>/reactivate/", people.ReactivatePerson.as_view(), name="reactivate_person"),
    path("manage/people/<ref:ref>/start-over/", people.StartOver.as_view(), name="start_over"),
    path("manage/offices/", people.Offices.as_view(), name="offices"),
    path("manage/offices/<ref:ref>/", people.RenameOffice.as_view(), name="rename_office"),
    path("manage/agencies/", people.Agencies.as_view(), name="agencies"),
    path("manage/agencies/<ref:ref>/", people.RenameAgency.as_view(), name="rename_agency"),
]
