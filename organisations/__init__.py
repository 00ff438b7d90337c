"""Persons, units, appointments, mandates."""
