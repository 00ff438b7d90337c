"""Changes: messages are put in the outbox, sent, taken back and tried again."""

from notifications.services.outbox import NewNotice, queue_notice, queue_notices

__all__ = ["NewNotice", "queue_notice", "queue_notices"]
