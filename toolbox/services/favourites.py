"""Keep a tool at hand, or no longer. No log line says which: that is the person's own business."""

from django.db import transaction

from organisations.access import records_of
from organisations.models import Person
from toolbox.models import Favourite, ToolPage


@transaction.atomic(durable=True)
def keep_tool(*, person: Person, tool: ToolPage) -> Favourite:
    """Keep a tool; twice is once."""
    kept, _created = Favourite.objects.get_or_create(person=person, tool=tool)
    return kept


@transaction.atomic(durable=True)
def let_go(*, person: Person, tool: ToolPage) -> None:
    """Keep a tool no longer, also under a record that was merged."""
    Favourite.objects.filter(person__in=records_of(person), tool=tool).delete()


@transaction.atomic(durable=True)
def let_all_go(*, person: Person) -> None:
    """Keep nothing any more."""
    Favourite.objects.filter(person__in=records_of(person)).delete()


@transaction.atomic(durable=True)
def forget_erased() -> int:
    """Delete what people kept who were erased since; return how many rows."""
    count, _by_model = Favourite.objects.filter(person__erased_at__isnull=False).delete()
    return count
