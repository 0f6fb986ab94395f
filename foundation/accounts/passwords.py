"""A rule for passwords that only this product can know: the words of the trade are no secret."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

WORDS = ("casetracker", "casebook", "crown", "ontario", "toronto", "prosecutor", "prosecution", "trafficking", "password")
LEFT_OVER = 8
DIFFERENT = 5
LONGEST = 128


class WordsOfTheTradeValidator:
    """Refuse a password that is little more than words everybody here would try first, or a file number."""

    def validate(self, password, user=None):
        rest = password.lower()
        for word in WORDS:
            rest = rest.replace(word, "")
        rest = re.sub(r"\d{2}-?ht-?|ar-?\d{2}-?|[\W_]", "", rest)
        if len(rest) < LEFT_OVER or len(set(rest)) < DIFFERENT:
            raise ValidationError(self.get_help_text(), code="password_of_the_trade")

    def get_help_text(self):
        return _("Use more than repeated characters, words of our work or our place, or a file number: others would try those first.")
