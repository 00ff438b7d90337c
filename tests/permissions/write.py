"""Writes docs/visibility.md anew: `python -m tests.permissions.write`."""

from tests.permissions.document import TARGET, document

if __name__ == "__main__":
    TARGET.write_text(document(), encoding="utf-8")
