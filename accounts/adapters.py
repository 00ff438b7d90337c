"""What is different here from allauth's own way of signing in."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth import get_backends
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.urls import reverse, translate_url
from django.utils.translation import override

from accounts.models import User
from accounts.services import forget_failures, is_locked, remember_failure


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up by himself; everybody is addressed in their own language."""

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        """Accounts come from the organisation, never from a visitor."""
        return False

    def pre_authenticate(self, _request: HttpRequest, **credentials: Any) -> None:
        """Refuse after too many wrong passwords for this account, right or wrong."""
        if is_locked(credentials.get("email", "")):
            raise self.validation_error("too_many_login_attempts")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Check the password, and keep count of wrong ones."""
        user: User | None = super().authenticate(request, **credentials)
        count = remember_failure if user is None else forget_failures
        count(credentials.get("email", ""))
        return user

    def set_password(self, user: User, password: str) -> None:
        """Set a new password; whoever was locked out can sign in with it."""
        super().set_password(user, password)
        forget_failures(user.email)

    def pre_login(self, request: HttpRequest, user: User, **details: Any) -> HttpResponse | None:
        """Let nobody in whom a backend refuses: allauth itself only looks at `is_active`."""
        backends = [backend for backend in get_backends() if isinstance(backend, ModelBackend)]
        refused = not all(backend.user_can_authenticate(user) for backend in backends)
        response: HttpResponse | None = (
            self.respond_user_inactive(request, user)
            if refused
            else super().pre_login(request, user, **details)
        )
        return response

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Start in the language of the person; an address that was asked for comes first."""
        url = resolve_url(super().get_login_redirect_url(request))
        return translate_url(url, language_of(request.user))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Go on where somebody starts, not back to an empty form."""
        return self.get_login_redirect_url(request)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Build the link on the address of the site, never on a header that a stranger chose."""
        uid, _dash, token = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})
        return f"{settings.BASE_URL}{path}"

    def format_email_subject(self, subject: str) -> str:
        """Leave the subject as it is: the host name in front says nothing to a reader."""
        return subject

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Say that something changed, in the language of the account."""
        super().send_notification_mail(
            template_prefix, user, {"user": user, **(context or {})}, email
        )

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write in the language of the account; to an unknown address in that of the page."""
        context = {**context, "site_url": settings.BASE_URL}
        user = context.get("user")
        if not isinstance(user, User):
            super().send_mail(template_prefix, email, context)
            return
        with override(language_of(user)):
            super().send_mail(template_prefix, email, context)


def language_of(user: object) -> str:
    """Return the language in which to address an account: that of its person, else Dutch."""
    return getattr(getattr(user, "person", None), "language", "nl")
