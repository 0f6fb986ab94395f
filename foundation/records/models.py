from django.db import models
from django.utils.translation import gettext_lazy as _

from . import StaleRecord
from .fields import RefField


class Record(models.Model):
    """What every stored record of the trade is: addressed by its ref, and saved only over the version that was read.

    ``save`` adds one to ``version`` and writes only if the row still has the version it was read with.

    :raises StaleRecord: somebody saved the row in between; nothing was written
    """

    ref = RefField()
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.ref

    def save(self, *args, **kwargs):
        if self._state.adding:
            return super().save(*args, **kwargs)
        self._saved_over = self.version
        self.version += 1
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "version"}
        try:
            return super().save(*args, **kwargs)
        except BaseException:
            self.version = self._saved_over
            raise
        finally:
            self._saved_over = None

    def _do_update(self, base_qs, using, pk_val, values, update_fields, forced_update):
        saved_over = getattr(self, "_saved_over", None)
        if saved_over is None:
            return super()._do_update(base_qs, using, pk_val, values, update_fields, forced_update)
        if super()._do_update(self._unchanged(base_qs, saved_over), using, pk_val, values, update_fields, forced_update):
            return True
        raise StaleRecord(self, _("Somebody changed this while you had it open. Your words are kept; look at the change, then send again."))

    def _unchanged(self, rows, saved_over: int):
        """Narrow the update to the row as it was read."""
        return rows.filter(version=saved_over)
