"""What a part of the organisation adds to a module of a course, for who works there.

The course itself is one version for the whole Rijk (GOR m11). An addition stands below it, has no
test, counts for nothing, and can change or remove nothing of it.
"""
