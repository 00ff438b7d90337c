"""Messages for tests, straight into the table. For the rules: `queue_notice`."""

import factory

from notifications.models import Notice
from tests.factories.organisations import PersonFactory


class NoticeFactory(factory.django.DjangoModelFactory[Notice]):
    """A message that waits; give `state=` and what goes with it for another."""

    class Meta:
        model = Notice

    kind = "sample.plain"
    key = factory.Sequence(lambda n: f"notice-{n}")
    person = factory.SubFactory(PersonFactory)
