"""One box for all that can be found: courses, the code, tools, workshops, contacts and pages."""
