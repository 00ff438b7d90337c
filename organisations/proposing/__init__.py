"""Texts that a part of the organisation writes for itself: one proposes, another approves.

The code of conduct has its addenda and a course its additions; both are a `Kind` of this. Readers
only ever see what was approved, which is appended and never changed.
"""
