"""Plan, do, check, act: what a unit wants in a year, how far it is, and what it does about it."""
