"""The ledger: activities, versions and append-only completions."""
