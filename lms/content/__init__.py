"""Course, module and lesson pages and their blocks."""
