"""Where a subject stands with a duty: one rule, in Python and in SQL."""
