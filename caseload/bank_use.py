"""How often somebody found the answer in the bank before sending a request."""

from advice.models import BankUse
from advice.states import Use


def deflected() -> int:
    """Count the questions that an item of the bank answered while they were asked."""
    return BankUse.objects.filter(kind=Use.ANSWERED).count()
