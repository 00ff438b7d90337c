"""Screens of participants: the calendar, a kind of workshop, an event, what is one's own."""
