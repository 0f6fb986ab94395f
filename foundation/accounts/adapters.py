"""Our answers to allauth's questions: nobody signs up by herself, and secrets of second factors are stored encrypted."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter

from foundation.records.fields import decrypt, encrypt


class AccountAdapter(DefaultAccountAdapter):
    """People join by invitation."""

    def is_open_for_signup(self, request):
        return False


class SecondFactorAdapter(DefaultMFAAdapter):
    """Keep the keys of second factors encrypted."""

    def encrypt(self, text):
        return encrypt(text)

    def decrypt(self, encrypted_text):
        return decrypt(encrypted_text)
