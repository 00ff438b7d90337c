"""Who was there: marks per session, the code of the day, and what follows for the ledger."""
