"""The recording was seeded as a workshop before it could be done here; now it is a course.

The row, and with it every completion, stays the same. A kind that an administrator does not see is
all that changes, so there is nothing to undo: loading the course would set it to this again.
"""

from typing import Any

from django.db import migrations

KEY = "briefing-spilfunctionarissen-opname"


def is_a_course(apps: Any, _schema_editor: Any) -> None:
    apps.get_model("lms", "Activity").objects.filter(key=KEY).update(kind="course")


class Migration(migrations.Migration):
    dependencies = [("lms", "0001_initial")]
    operations = [migrations.RunPython(is_a_course, migrations.RunPython.noop)]
