"""Telling other systems about completions: CloudEvents, signed, from an outbox."""
