"""The account with which somebody signs in; who that is stands in `organisations.Person`."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from core import clock


class UserManager(BaseUserManager["User"]):
    """Makes accounts that sign in with an e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make an account; without a password nobody can sign in locally."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make an account that may do everything."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find the account of an e-mail address, whatever its capitals."""
        return self.get(email__iexact=username)


class User(AbstractUser):
    """An account. Deleting it never touches what the person proved."""

    username = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail address"), unique=True)

    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="account_email_once",
                violation_error_message=_("There is already an account with this e-mail address."),
            )
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.email


class FailedSignIn(models.Model):
    """A wrong password for an address, known or not; the address itself is not kept."""

    key = models.CharField(max_length=64)
    failed_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("failed sign-in")
        verbose_name_plural = _("failed sign-ins")
        indexes = [models.Index(fields=["key", "failed_at"], name="failed_sign_in_of_key")]

    def __str__(self) -> str:
        return f"{self.key[:8]} {self.failed_at:%Y-%m-%d %H:%M}"


class ApiToken(models.Model):
    """With which another system reads through the REST API; the key itself is not kept.

    `reach` is the uuid of an organisational unit, which accounts does not know: the token sees that
    unit and everything below it, nothing else.
    """

    name = models.CharField(_("name"), max_length=100, help_text=_("Which system uses it."))
    purpose = models.CharField(
        _("purpose"), max_length=300, help_text=_("What it is for, as in the processing register.")
    )
    key_hash = models.CharField(max_length=64, unique=True, editable=False)
    hint = models.CharField(_("begins with"), max_length=12, editable=False)
    scopes = models.JSONField(_("may read"), default=list)
    reach = models.UUIDField(_("of which unit"))
    expires_on = models.DateField(_("last day"))
    last_used_on = models.DateField(_("last used"), null=True, editable=False)
    revoked_at = models.DateTimeField(_("withdrawn at"), null=True, editable=False)
    created_at = models.DateTimeField(_("made at"), default=clock.now, editable=False)
    created_by = models.ForeignKey(
        User,
        verbose_name=_("made by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        """Whether it still gives access."""
        return self.revoked_at is None and clock.today() <= self.expires_on
