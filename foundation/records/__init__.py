"""What every stored record has: a ref, a version, and sentences for a refusal."""

from django.urls import reverse


class AlreadySent(Exception):
    """Tell that this form was sent before; ``url`` is where the first send led."""

    def __init__(self, kind: str, result: dict):
        super().__init__(kind)
        self.result = result

    @property
    def url(self) -> str:
        """The page that the first send of the form led to."""
        return reverse(self.result["url_name"], kwargs=self.result["kwargs"]) if self.result else "/"


class Refusal(Exception):
    """Say in one plain sentence why a thing cannot be done; ``field`` names the form field it belongs to."""

    def __init__(self, sentence, field: str | None = None):
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field

    def __str__(self) -> str:
        return str(self.sentence)


class StaleRecord(Exception):
    """Tell that somebody saved this record after it was read; nothing was written."""

    def __init__(self, record, sentence=""):
        super().__init__(sentence)
        self.record = record
        self.sentence = sentence

    def __str__(self) -> str:
        return str(self.sentence)
