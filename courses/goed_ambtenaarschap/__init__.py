"""The course Goed ambtenaarschap: six modules, once, for everybody who works for the Rijk."""
