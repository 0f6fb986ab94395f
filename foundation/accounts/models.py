"""Who is who: people with a role, Crown offices and police agencies."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from foundation.records.fields import EncryptedTextField, RefField
from foundation.records.models import Record


class Role(models.TextChoices):
    """The eight roles; a person has one."""

    POL = "POL", _("Police requester")
    CRN = "CRN", _("Front-line Crown")
    PRO = "PRO", _("Specialist prosecutor")
    AST = "AST", _("Team assistant")
    LEAD = "LEAD", _("Team lead")
    REC = "REC", _("Records")
    ADM = "ADM", _("Administrator")
    SVC = "SVC", _("Service")


TEAM = frozenset({Role.PRO, Role.AST, Role.LEAD})
ASKERS = frozenset({Role.POL, Role.CRN})


class Named(Record):
    """A thing with a name in both languages."""

    name_en = models.CharField(max_length=200)
    name_fr = models.CharField(max_length=200, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return (self.name_fr or self.name_en) if (get_language() or "").startswith("fr") else self.name_en


class NamedQuerySet(models.QuerySet):
    """Offices and agencies."""

    def visible_to(self, viewer):
        """Everybody signed in may know the names; the pages that change them ask who may manage people."""
        return self.all() if viewer.is_authenticated else self.none()


class Office(Named):
    """A Crown attorney's office."""

    region = models.CharField(max_length=60, blank=True)

    objects = NamedQuerySet.as_manager()

    class Meta:
        ordering = ["name_en"]


class Agency(Named):
    """A police service."""

    objects = NamedQuerySet.as_manager()

    class Meta:
        ordering = ["name_en"]
        verbose_name_plural = "agencies"


class PeopleQuerySet(models.QuerySet):
    """People, without the one in whose name the worker acts where a page lists them."""

    def visible_to(self, viewer):
        """Narrow to the people whose account page this person may open."""
        if viewer.is_authenticated and viewer.is_role(Role.ADM, Role.LEAD):
            return self.exclude(role=Role.SVC)
        return self.none()


class UserManager(BaseUserManager.from_queryset(PeopleQuerySet)):  # type: ignore[misc]
    """Makes people; the one who acts when only time passed is made on demand."""

    def create_user(self, email, password=None, **fields):
        """Make a person; without a password nobody can sign in as her."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def service(self):
        """Give the user in whose name the worker acts; it never signs in."""
        found = self.filter(role=Role.SVC).first()
        return found or self.create_user("service@casetracker.invalid", name="Casetracker", role=Role.SVC, is_active=False)


class User(AbstractBaseUser):
    """A person who signs in with her work e-mail."""

    ref = RefField()
    email = models.EmailField(_("work e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("role"), max_length=4, choices=Role.choices)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, blank=True, related_name="people")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="people")
    language = models.CharField(_("language"), max_length=2, choices=[("en", "English"), ("fr", "Français")], default="en")
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    # Raised when every session of hers must end: it is part of what her sessions are checked against.
    session_epoch = models.PositiveIntegerField(default=0, editable=False)

    # When the link was made by which she chooses a password; null when none was, or it was withdrawn.
    invited_at = models.DateTimeField(null=True, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name", "role"]
    objects = UserManager()

    class Meta:
        ordering = ["name"]
        constraints = [models.CheckConstraint(condition=models.Q(role__in=Role.values), name="user_role_known")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("person", kwargs={"ref": self.ref})

    def _get_session_auth_hash(self, secret=None):
        """Bind sessions to the password, as Django does, and to the epoch."""
        return f"{super()._get_session_auth_hash(secret=secret)}{self.session_epoch}"

    def is_role(self, *roles: str) -> bool:
        """Say whether she has one of these roles."""
        return self.role in roles

    @property
    def is_team(self) -> bool:
        """Say whether she belongs to the team (prosecutor, assistant or lead)."""
        return self.role in TEAM

    @property
    def initials(self) -> str:
        """Her initials, for tight places: "S.R."."""
        return "".join(f"{part[0]}." for part in self.name.split() if part[:1].isalpha())


class ResetQuerySet(models.QuerySet):
    """Lost passwords and phones."""

    def visible_to(self, viewer):
        """Narrow to those this person may look at: who manages people."""
        return self.all() if viewer.is_authenticated and viewer.is_role(Role.ADM, Role.LEAD) else self.none()

    def waiting(self):
        """Narrow to those that nobody decided."""
        return self.filter(outcome="")


class Reset(Record):
    """The wish to take away somebody's password and second factor because she lost them; a second person makes sure that it is she."""

    class Outcome(models.TextChoices):
        CONFIRMED = "CONFIRMED", _("Reset")
        REFUSED = "REFUSED", _("Refused")

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="resets")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    reason = EncryptedTextField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    how = EncryptedTextField(blank=True)

    objects = ResetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=models.Q(outcome=""), name="one_open_reset_a_person"),
            models.CheckConstraint(
                condition=models.Q(outcome="", decided_by=None, decided_at=None)
                | models.Q(outcome__in=["CONFIRMED", "REFUSED"], decided_by__isnull=False, decided_at__isnull=False),
                name="reset_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by=None) | ~models.Q(decided_by=models.F("asked_by")), name="reset_needs_two_persons"
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by=None) | ~models.Q(decided_by=models.F("person")), name="reset_decided_by_another"
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    def get_absolute_url(self) -> str:
        return reverse("decide_reset", kwargs={"ref": self.ref})


class CacheEntry(models.Model):
    """A row of the database cache, where wrong codes are counted and used codes remembered for all processes.

    Django's cache reads and writes the table; it stands here so that ``migrate`` alone makes it.
    """

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "cache_entry"

    def __str__(self) -> str:
        return self.cache_key
