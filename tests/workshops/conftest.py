"""What tests of workshops share."""

from tests.workshops.postbox import postbox  # noqa: F401 (a fixture)
