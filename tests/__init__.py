"""Tests: the tree below mirrors the apps."""
