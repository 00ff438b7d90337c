"""What must not be shown to whom: small groups, and who sees whose status."""
