"""Relations between models go downwards: string foreign keys escape the contracts on imports."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import AppConfig, apps
from django.conf import settings
from django.db.models import Field, Model
from django.db.models.fields.reverse_related import ForeignObjectRel

ROOT = Path(__file__).resolve().parents[2]


def rows() -> dict[str, int]:
    """Return the row of every app of ours, highest first, as import-linter knows them."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    (contract,) = (c for c in config["contracts"] if c["id"] == "rows")
    return {
        name.strip(" ()"): number
        for number, row in enumerate(contract["layers"])
        for name in row.split("|")
    }


def row_of(app: AppConfig) -> int | None:
    return rows().get(app.name.split(".")[0])


def relations() -> Iterator[tuple[type[Model], Field, type[Model]]]:
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields(include_parents=False):
            target = field.related_model
            if not isinstance(field, ForeignObjectRel) and isinstance(target, type):
                yield model, field, target


def goes_up(model: type[Model], target: type[Model]) -> bool:
    """Say whether a relation points at an app above, or at a stranger on the same row."""
    source, goal = (m._meta.app_config for m in (model, target))
    above, below = row_of(source), row_of(goal)
    if above is None or below is None or source is goal:
        return False
    return below <= above


def test_every_relation_points_at_an_app_below():
    wrong = [
        f"{m._meta.label}.{f.name} -> {t._meta.label}" for m, f, t in relations() if goes_up(m, t)
    ]
    assert wrong == []


def test_the_walk_sees_the_relations_that_hold_the_product_together():
    seen = {(m._meta.label, t._meta.label) for m, _field, t in relations()}
    assert {
        ("organisations.Person", settings.AUTH_USER_MODEL),
        ("lms.Completion", "organisations.Person"),
        ("compliance.Obligation", "organisations.Person"),
    } <= seen


@pytest.mark.parametrize(
    ("source", "target", "answer"),
    [
        ("lms.Completion", "organisations.Person", False),
        ("organisations.Person", "lms.Completion", True),
        ("organisations.Person", "organisations.Unit", False),
        ("organisations.Person", "auth.Group", False),
    ],
)
def test_up_and_down_are_told_apart(source: str, target: str, answer: bool):
    assert goes_up(apps.get_model(source), apps.get_model(target)) is answer


def test_every_app_of_ours_has_a_row():
    ours = {
        app.name.split(".")[0] for app in apps.get_app_configs() if ROOT in Path(app.path).parents
    }
    ours = {name for name in ours if (ROOT / name).is_dir() and name != "tests"}
    assert ours - set(rows()) == set()
