"""What a rule says: its dates, its audience, in words, and whom it covers."""
