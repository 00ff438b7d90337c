"""The two references that every figure is divided by: R1 and R2."""
