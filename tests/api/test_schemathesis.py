"""Schemathesis asks whatever the document allows and forbids; nothing answers out of character."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.config import SchemathesisConfig
from schemathesis.generation.meta import ParameterLocation

from tests.api.world import ALL, key_of
from tests.gir.code import edition

EXAMPLES = 40
PATHS = (
    "/onderdelen",
    "/onderdelen/{code}",
    "/verplichtingen",
    "/onderdelen/{code}/cijfers",
    "/onderdelen/{code}/persoonsverplichtingen",
    "/onderdelen/{code}/afrondingen",
    "/gedragscode/edities",
    "/gedragscode/artikelen",
    "/gedragscode/artikelen/{sleutel}",
    "/gedragscode/wijzigingen",
)
KNOWN = {"code": "team-a", "sleutel": "4-1"}
# A day that has not come is a day to the document, and a question without an answer to us.
NOT_IN_A_DOCUMENT = {"positive_data_acceptance"}


@pytest.fixture
def checks():
    load_all_checks()
    return [
        CHECKS.get_one(name) for name in CHECKS.get_all_names() if name not in NOT_IN_A_DOCUMENT
    ]


@pytest.fixture
def open_connection():
    """Keep the connection of the test, as Django's own test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def schema(world, settings, open_connection):
    edition()
    settings.API_RATE_PER_MINUTE = 1_000_000
    config = SchemathesisConfig.from_dict({})
    return schemathesis.openapi.from_wsgi(
        "/api/v1/openapi.json", get_wsgi_application(), config=config
    )


def test_all_operations_are_asked(schema):
    assert sorted(operation.ok().path for operation in schema.get_all_operations()) == sorted(PATHS)


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize("path", PATHS)
def test_no_question_breaks_the_api_or_its_promises(world, schema, checks, path, mode):
    headers = {"Authorization": f"Bearer {key_of(world.units['mini'], *ALL)}"}
    operation = schema[path]["GET"]
    asked = []

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case):
        # What is wrong with the key must stay wrong: then it is sent as it is.
        key = case.meta.components.get(ParameterLocation.HEADER)
        is_right = key is None or key.mode is GenerationMode.POSITIVE
        if case.path_parameters and len(asked) % 2 == 0:
            case.path_parameters.update({name: KNOWN[name] for name in case.path_parameters})
        asked.append(
            case.call_and_validate(headers=headers if is_right else None, checks=checks).status_code
        )

    ask()
    assert asked
    if mode is GenerationMode.POSITIVE:
        assert 200 in asked
