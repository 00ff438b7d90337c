"""The statements of `compliance.planning.bulk`, for SQLite and for PostgreSQL.

`people` finds who was in the audience when, `duties` what should stand and does not stand so, and
`rows` adds it. They are put together from names of our own tables, from numbers and from dates of
our own. Dates without end are `FOREVER` while periods are compared.
"""
