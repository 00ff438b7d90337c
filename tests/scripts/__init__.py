"""Tests of the commands behind `make`."""
