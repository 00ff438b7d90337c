"""Requirements, obligations, status and figures.

For the screens, all in `compliance.figures`; every read has a fixed number of queries:

- `unit_counts(*, unit_ids, requirement_ids=None, as_of, known_at=None, cycle_label=None)
  -> dict[tuple[int, int], Counts]`: per unit (with everything below it) and requirement.
- `person_rows(*, unit_id, as_of, known_at=None, requirement_ids=None, cycle_label=None)
  -> list[PersonRow]`: the persons of exactly that unit, sorted by name.
- `own_duties(person, as_of, known_at=None) -> list[Duty]`: for "Mijn leren".

`compliance.suppression.hidden_in` says which rows of a table must show no number at all, and
whether the total must be hidden too; `path_is_shown` whether a page below a row may be opened.
`compliance.services` changes obligations by hand, `compliance.planning.plan` by the facts.
"""
