"""The courses that ship keep the contract that they ask of every course."""

from lms.plugins.testing import CourseContract


class TestGoedAmbtenaarschap(CourseContract):
    course_key = "goed-ambtenaarschap"


class TestIntegriteitEnSocialeVeiligheid(CourseContract):
    course_key = "integriteit-en-sociale-veiligheid"


class TestOpnameVanDeBriefing(CourseContract):
    course_key = "briefing-spilfunctionarissen-opname"


class TestSocialeVeiligheidWerving(CourseContract):
    course_key = "sociale-veiligheid-werving"
