"""User and sign-in."""
