"""Puts the texts that come with Kompas in place; never over an editor's change."""
