"""Commands of the house style."""
