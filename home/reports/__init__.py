"""What the start page, the pages for an audience and "Mijn leren" show."""

from home.reports.learning import Overview, Task, in_language, learning_overview

__all__ = ["Overview", "Task", "in_language", "learning_overview"]
