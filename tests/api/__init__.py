"""The REST API and the events for other systems."""
