"""How axes counts here: an account at one address closes after 5 wrong passwords, an address after 20, for 15 minutes."""

from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.shortcuts import render

from foundation import clock
from foundation.audit.acts import write_turn
from foundation.pages.addresses import address_of


def account_of(request, credentials=None) -> str:
    """The account that is tried: what was typed as e-mail, in one spelling and no longer than the column."""
    tried = credentials or {}
    typed = tried.get("email") or tried.get("username") or (request.POST.get("login", "") if request is not None else "")
    return str(typed).strip().lower().replace("\0", "")[:255]


def client_words(username, ip_address, user_agent, path_info, request) -> str:
    """What axes writes to the log of a try: no name and no address."""
    return "a person"


def locked_out(request, response=None, credentials=None):
    """The plain page of a closed account or address; it is the same for both and for a right password."""
    return render(request, "errors/429.html", status=429)


class LockoutHandler(AxesDatabaseHandler):
    """Count per account and address and per address, each with its own limit, by the product's clock."""

    def get_failures(self, request, credentials=None) -> int:
        """Give the count of the account at this address, or the address's own count brought to the same scale."""
        request.axes_attempt_time = clock.now()
        account, address = (
            sum(rows.values_list("failures_since_start", flat=True)) for rows in self.get_user_attempts(request, credentials)
        )
        return max(account, address * settings.AXES_FAILURE_LIMIT // settings.LOCKOUT_ADDRESS_LIMIT)

    def user_login_failed(self, sender, credentials, request=None, **kwargs):
        if request is not None:
            request.axes_attempt_time = clock.now()
        with write_turn():
            super().user_login_failed(sender, credentials, request, **kwargs)
            self._by_our_clock(credentials, request)

    def clean_expired_user_attempts(self, request=None, credentials=None) -> int:
        """Forget tries that are too old by the product's clock, at signing out too, where axes would look at the machine's."""
        if request is not None:
            request.axes_attempt_time = clock.now()
        return super().clean_expired_user_attempts(request, credentials)

    def _by_our_clock(self, credentials, request):
        """Set the first try of an account, which axes stamps by the machine's clock, to the product's clock."""
        tried = AccessAttempt.objects.filter(username=account_of(request, credentials), ip_address=address_of(request))
        for row in tried.filter(failures_since_start=1).exclude(attempt_time=request.axes_attempt_time):
            row.attempt_time = request.axes_attempt_time
            row.save(update_fields=["attempt_time"])

    def user_logged_in(self, sender, request, user, **kwargs):
        request.axes_attempt_time = clock.now()
        with write_turn():
            super().user_logged_in(sender, request, user, **kwargs)

    def reset_user_attempts(self, request, credentials=None) -> int:
        """Forget the wrong tries of this account at this address; the address's count stays, so that one good account clears nothing."""
        account, _address = self.filter_user_attempts(request, credentials)
        return account.delete()[0]
