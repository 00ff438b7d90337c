"""Remembers that a server was away, so that one request at a time waits for it instead of all."""

import threading
import time

PAUSE = 1.0
LONGEST_TRY = 6.0


class Breaker:
    """Closed: everybody may connect. Open: nobody until the pause is over, then one who tries."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open_until: float | None = None

    def allows(self) -> bool:
        """Tell whether the caller may connect; while open, the first after the pause tries."""
        with self._lock:
            now = time.monotonic()
            if self._open_until is None:
                return True
            if now < self._open_until:
                return False
            # The others stay out while this caller tries, but not for ever if it never reports.
            self._open_until = now + LONGEST_TRY
            return True

    def failed(self) -> None:
        """Note that the server did not answer."""
        with self._lock:
            self._open_until = time.monotonic() + PAUSE

    def worked(self) -> None:
        """Note that the server answered."""
        with self._lock:
            self._open_until = None
