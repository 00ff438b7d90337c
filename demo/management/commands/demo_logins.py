"""Print the accounts with which one can sign in to the demo."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from demo.logins import PASSWORD, accounts


class Command(BaseCommand):
    """One line for each kind of user."""

    help = "Prints address, e-mail and password of each kind of user of the demo."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Print them as a table."""
        found = accounts()
        if not found:
            raise CommandError(_("There is no demo in this database: run manage.py demo first."))
        self.stdout.write(_("Sign in with one click: %(url)s") % {"url": self._address()})
        self.stdout.write(_("Password of everybody: %(password)s") % {"password": PASSWORD})
        titles = [str(account.login.title) for account in found]
        wide, names = max(map(len, titles)), [account.person.name for account in found]
        for title, name, account in zip(titles, names, found, strict=True):
            self.stdout.write(f"  {title:<{wide}}  {name:<{max(map(len, names))}}  {account.email}")

    def _address(self) -> str:
        return f"{settings.BASE_URL}/account/demo/"
