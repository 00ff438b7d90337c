"""What the tests of rights share: one organisation, on one day."""

from typing import ClassVar

import time_machine
from django.core.cache import cache
from django.test import TestCase

from tests.factories.lms import spec
from tests.lms.pages import installed
from tests.permissions.world import NOW, World, make_world


class WithWorld(TestCase):
    """Tests in one organisation, on one day in November 2026."""

    world: ClassVar[World]

    @classmethod
    def setUpClass(cls) -> None:
        """Stop the clock and install the course."""
        cls.enterClassContext(time_machine.travel(NOW, tick=False))
        cls.enterClassContext(installed(spec("sample")))
        cache.clear()
        super().setUpClass()

    @classmethod
    def setUpTestData(cls) -> None:
        """Build the organisation once."""
        cls.world = make_world()
        file = cls.world.document.file
        cls.addClassCleanup(file.storage.delete, file.name)
