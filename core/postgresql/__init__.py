"""Django's PostgreSQL backend that does not let everybody wait for a server that is away."""
