"""Superusers see the jobs and try failed ones again; nobody else sees that they exist."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client

import jobs
from jobs.access import SuperuserPolicy
from jobs.enums import RunState
from jobs.models import JobRun
from jobs.testing import run_jobs

pytestmark = pytest.mark.django_db
LIST = "/beheer/taken/"


def make_user(name: str, **flags: bool) -> Any:
    """Return somebody who may enter the editor's environment."""
    model = get_user_model()
    user = model._default_manager.create(
        **{model.USERNAME_FIELD: f"{name}@example.nl"}, is_active=True, **flags
    )
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return user


@pytest.fixture
def superuser(client: Client) -> Any:
    """A superuser who is signed in."""
    user = make_user("super", is_superuser=True)
    client.force_login(user)
    return user


@pytest.fixture
def dead() -> JobRun:
    """A job that was given up."""
    run = jobs.enqueue("sample.note", text="again")
    JobRun.objects.filter(pk=run.pk).update(state=RunState.DEAD, attempts=5, error="no luck")
    run.refresh_from_db()
    return run


@pytest.mark.usefixtures("superuser")
def test_the_list_shows_state_and_offers_to_try_a_failed_job_again(
    client: Client, dead: JobRun
) -> None:
    fine = jobs.enqueue("sample.note", text="fine")
    page = client.get(LIST).text
    assert f"{LIST}retry/{dead.pk}/" in page
    assert f"{LIST}retry/{fine.pk}/" not in page
    assert f"{LIST}inspect/{fine.pk}/" in page
    for nothing in ("new/", f"edit/{dead.pk}/", f"delete/{dead.pk}/", f"copy/{dead.pk}/"):
        assert f"{LIST}{nothing}" not in page
        assert client.get(f"{LIST}{nothing}").status_code == 404


@pytest.mark.usefixtures("superuser")
def test_one_job_can_be_looked_at_with_its_error(client: Client, dead: JobRun) -> None:
    assert "no luck" in client.get(f"{LIST}inspect/{dead.pk}/").text


@pytest.mark.usefixtures("superuser")
def test_a_failed_job_is_tried_again_after_asking_once_more(client: Client, dead: JobRun) -> None:
    asked = client.get(f"{LIST}retry/{dead.pk}/")
    assert "sample.note" in asked.text
    assert JobRun.objects.get().state == RunState.DEAD
    answer = client.post(f"{LIST}retry/{dead.pk}/", follow=True)
    assert answer.redirect_chain == [(LIST, 302)]
    run_jobs()
    assert JobRun.objects.get().state == RunState.DONE


@pytest.mark.usefixtures("superuser")
def test_a_job_that_did_not_fail_is_left_alone_with_a_sentence(
    client: Client, dead: JobRun
) -> None:
    JobRun.objects.update(state=RunState.DONE)
    answer = client.post(f"{LIST}retry/{dead.pk}/", follow=True)
    assert [message.level_tag for message in answer.context["messages"]] == ["warning"]
    assert JobRun.objects.get().state == RunState.DONE


@pytest.mark.usefixtures("superuser")
def test_the_list_stays_as_quick_with_many_jobs(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(LIST)
        return len(captured)

    jobs.enqueue("sample.note", text="one")
    queries()
    few = queries()
    for number in range(15):
        jobs.enqueue("sample.note", text=str(number))
    assert queries() == few


@pytest.mark.parametrize("path", ["", "results/", "inspect/{pk}/", "retry/{pk}/"])
def test_an_editor_does_not_see_jobs(client: Client, dead: JobRun, path: str) -> None:
    client.force_login(make_user("editor"))
    url = LIST + path.format(pk=dead.pk)
    for answer in (client.get(url), client.post(url)):
        assert answer.status_code in {302, 403, 404, 405}
        assert "sample.note" not in answer.text
    assert JobRun.objects.get().state == RunState.DEAD
    assert LIST not in client.get("/beheer/").text


def test_the_policy_lets_superusers_look_and_try_again_and_nothing_else() -> None:
    policy = SuperuserPolicy(JobRun)
    boss, editor = make_user("boss", is_superuser=True), make_user("editor")
    assert [policy.user_has_permission(boss, action) for action in ("view", "retry")] == [True] * 2
    assert not policy.user_has_any_permission(boss, ["add", "change", "delete"])
    assert not policy.user_has_any_permission(editor, ["view", "retry"])
    assert list(policy.users_with_any_permission(["view"])) == [boss]
    assert list(policy.users_with_any_permission(["change"])) == []
    boss.is_active = False
    assert not policy.user_has_permission(boss, "view")
