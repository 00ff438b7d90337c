"""Messages in the admin: the outbox for operators, the texts for editors."""
