"""What `make` calls: set-up, run, tests and checks, with the standard library only."""
