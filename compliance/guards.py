"""Which tables of compliance are only ever added to."""

from compliance.models import AcceptedActivity, Obligation, ObligationEvent

FACTS = tuple(model._meta.db_table for model in (AcceptedActivity, Obligation, ObligationEvent))
"""What a version accepts is a fact too: an obligation must mean the same for ever."""
