"""Learning engine and the completion ledger."""
