"""An app with kinds of messages for tests."""
