"""Tests of the house style."""
