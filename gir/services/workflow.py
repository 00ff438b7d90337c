"""The workflow of the code: first the editors, then a lawyer, and approval publishes."""

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import Workflow, WorkflowContentType, WorkflowPage, WorkflowTask

from gir.models import Dilemma, FourEyesTask, GirIndexPage, Question, Theme
from gir.services.groups import ensure_groups

WORKFLOW = "Gedragscode"
BY_EDITORS = "Redactie"
BY_LAWYER = "Jurist"
SNIPPETS = (Theme, Question, Dilemma)


@transaction.atomic
def ensure_workflow(index: GirIndexPage) -> Workflow:
    """Return the workflow of the code, made now or before; steps that somebody changed stay."""
    editors, lawyers = ensure_groups(index)
    workflow, is_new = Workflow.objects.get_or_create(name=WORKFLOW)
    if is_new:
        for order, (name, group) in enumerate(((BY_EDITORS, editors), (BY_LAWYER, lawyers))):
            WorkflowTask.objects.create(
                workflow=workflow, task=_task(name, group), sort_order=order
            )
    # A page or kind of snippet has one workflow: another that somebody chose stays.
    WorkflowPage.objects.get_or_create(page_id=index.pk, defaults={"workflow": workflow})
    for model in SNIPPETS:
        kind = ContentType.objects.get_for_model(model, for_concrete_model=False)
        WorkflowContentType.objects.get_or_create(
            content_type=kind, defaults={"workflow": workflow}
        )
    return workflow


def _task(name: str, group: Group) -> FourEyesTask:
    task: FourEyesTask
    task, is_new = FourEyesTask.objects.get_or_create(name=f"{WORKFLOW}: {name}")
    if is_new:
        task.groups.add(group)
    return task
