"""Fixed lists of the organisation; see the glossary in docs/glossary.md."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class UnitKind(models.TextChoices):
    """What sort of part of the organisation a unit is."""

    CENTRAL_GOVERNMENT = "central_government", _("Central government")
    MINISTRY = "ministry", _("Ministry")
    AGENCY = "agency", _("Agency")
    INSPECTORATE = "inspectorate", _("Inspectorate")
    DIRECTORATE_GENERAL = "directorate_general", _("Directorate-general")
    DIRECTORATE = "directorate", _("Directorate")
    DEPARTMENT = "department", _("Department")
    TEAM = "team", _("Team")


class AppointmentKind(models.TextChoices):
    """How somebody works here."""

    CIVIL_SERVANT = "civil_servant", _("Civil servant")
    EXTERNAL_HIRE = "external_hire", _("External hire")
    INTERN = "intern", _("Intern")
    AGENCY_WORKER = "agency_worker", _("Agency worker")
    SECONDMENT = "secondment", _("Secondment")


class RoleKind(models.TextChoices):
    """Roles that give duties but no sight of others (domain.md §1.3)."""

    CONFIDENTIAL_ADVISER = "confidential_adviser", _("Confidential adviser")
    INTEGRITY_COORDINATOR = "integrity_coordinator", _("Integrity coordinator")
    HR_ADVISER = "hr_adviser", _("HR adviser")
    STAFF_COUNSELLOR = "staff_counsellor", _("Staff counsellor")
    SOCIAL_SAFETY_LEAD = "social_safety_lead", _("Social safety lead")
    PREVENTION_OFFICER = "prevention_officer", _("Prevention officer")
    INFORMAL_LEADER = "informal_leader", _("Informal leader")
    MANAGER = "manager", _("Manager")
    TOP_MANAGER = "top_manager", _("Top manager (ABD)")
    TRAINER = "trainer", _("Trainer")
    WORKSHOP_COORDINATOR = "workshop_coordinator", _("Workshop coordinator")
    CODE_EDITOR = "code_editor", _("Local editor of the code of conduct")
    COURSE_EDITOR = "course_editor", _("Local editor of the courses")
    DIRECTORY_COORDINATOR = "directory_coordinator", _("Coordinator of the contact directory")


class MandateKind(models.TextChoices):
    """Grounds on which somebody may see figures or persons (domain.md §5.2)."""

    MANAGER = "manager", _("Manager")
    ACTING_MANAGER = "acting_manager", _("Acting manager")
    SUPPORT = "support", _("Support for the manager")
    COMPLIANCE_OFFICER = "compliance_officer", _("Compliance officer")
    WORKS_COUNCIL = "works_council", _("Works council")
    AUDITOR = "auditor", _("Auditor")


class IdentitySystem(models.TextChoices):
    """Systems that know a person by a key of their own; never a citizen service number."""

    HR = "hr", _("HR system")
    SSO = "sso", _("Single sign-on")
    SCIM = "scim", _("Account provisioning (SCIM)")


PERSON_LISTING_MANDATES = frozenset(
    {MandateKind.MANAGER, MandateKind.ACTING_MANAGER, MandateKind.SUPPORT}
)
"""Mandates that list persons, and only for the unit that the mandate itself is on."""
