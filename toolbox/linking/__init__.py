"""Looks whether the links of the register still lead somewhere, with care for who is asked."""
