"""What a signal, a report and an incident are stands in the guide, and nothing counts them."""

from pathlib import Path

import yaml
from django.apps import apps

GUIDE = Path(__file__).parents[2] / "guidance" / "content" / "wegwijzer.yaml"
OWN = ("guidance", "toolbox", "workshops", "compliance", "lms", "gir", "home", "organisations")


def test_the_guide_says_what_a_signal_a_report_a_complaint_and_an_incident_are():
    text = GUIDE.read_text(encoding="utf-8")
    words = {row["term"].lower(): row["meaning"] for row in _rows(yaml.safe_load(text))}
    assert {"signaal", "melding", "klacht", "misstand", "incident"} <= set(words)
    assert words["incident"] == "Een gebeurtenis die is vastgelegd."
    assert len(set(words.values())) == len(words)


def _rows(node) -> list[dict[str, str]]:
    """Return every word with its meaning, wherever it stands in the file."""
    if isinstance(node, dict):
        own = [node] if {"term", "meaning"} <= set(node) else []
        return own + [row for value in node.values() for row in _rows(value)]
    if isinstance(node, list):
        return [row for value in node for row in _rows(value)]
    return []


def test_no_table_holds_or_counts_reports_or_contacts_with_advisers():
    """Kompas shows the way and keeps nothing of it (m14): no intake, no count of contacts."""
    names = {
        model.__name__.lower() for app in OWN for model in apps.get_app_config(app).get_models()
    }
    forbidden = ("report", "complaint", "incident", "intake", "conversation", "contactmoment")
    # A subscription to a report of figures is no report of misconduct.
    assert {name for name in names if any(word in name for word in forbidden)} == {
        "reportsubscription"
    }
