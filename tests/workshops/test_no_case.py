"""Nobody is asked what a peer consultation, moral deliberation or workshop is about (m7, row 44).

Whoever adds a field in which a case could be written meets these lists, and has to say why not.
"""

from django.apps import apps
from django.db.models import CharField, JSONField, TextField

from workshops.forms import events, people, sessions
from workshops.models import TeamRequest

# Free text of facts about a session, a seat or a request: where, why cancelled, who comes as guest.
WORDS = {
    "AttendanceMark": {"reason"},
    "Booking": {"guest_name"},
    "Event": {"subtitle", "cancel_reason"},
    "EventNote": {"text"},
    "EventRecord": {"before"},
    "EvaluationAnswer": {"content"},
    "EvaluationBatch": {"content"},
    "Session": {"time_zone", "place", "room", "online_url"},
}
# What editors write about the offer, which everybody reads.
OFFER = {"WorkshopType", "WorkshopPage", "WorkshopIndexPage", "CampaignPage"}
REQUEST = {
    "kind",
    "unit",
    "participants",
    "from_on",
    "until_on",
    "region",
    "language",
    "wants_outside_trainer",
}
TYPED = {
    "AgainForm": set(),
    "BookForm": set(),
    "CancelForm": {"reason"},
    "EventForm": {"subtitle"},
    "KeepForm": set(),
    "NoteForm": {"text"},
    "PlaceForm": set(),
    "RequestForm": set(),
    "SessionForm": {"place", "room", "online_url"},
}


def test_no_table_of_workshops_has_a_field_for_a_case():
    found = {
        model.__name__: names
        for model in apps.get_app_config("workshops").get_models()
        if model.__name__ not in OFFER and (names := free_text(model))
    }
    assert found == WORDS


def free_text(model) -> set[str]:
    return {
        field.name
        for field in model._meta.get_fields()
        if isinstance(field, CharField | TextField | JSONField) and not field.choices
    }


def test_a_request_for_a_deliberation_stores_logistics_only():
    assert free_text(TeamRequest) == set()
    assert set(people.RequestForm.base_fields) == REQUEST


def test_no_form_of_workshops_asks_for_a_case():
    classes = {
        name: form
        for module in (events, people, sessions)
        for name, form in vars(module).items()
        if isinstance(form, type) and form.__module__ == module.__name__ and name.endswith("Form")
    }
    typed = {
        name: {
            field
            for field, one in form.base_fields.items()
            if type(one).__name__ in {"CharField", "URLField"}
        }
        for name, form in classes.items()
    }
    assert typed == TYPED
