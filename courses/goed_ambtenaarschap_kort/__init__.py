"""The short form of Goed ambtenaarschap, for sitting staff (GOR m12)."""
