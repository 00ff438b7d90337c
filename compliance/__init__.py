"""Requirements, obligations, status and figures.

For the screens, all in `compliance.figures`; every read has a fixed number of queries:

- `unit_counts(*, unit_ids, requirement_ids=None, as_of, known_at=None, cycle_label=None)
  -> dict[tuple[int, int], Counts]`: per unit (with everything below it) and requirement.
- `person_rows(*, unit_ids, as_of, known_at=None, requirement_ids=None, cycle_label=None)
  -> list[PersonRow]`: the persons of exactly those units, each once, sorted by name.
- `own_duties(person, as_of, known_at=None) -> list[Duty]`: for "Mijn leren".

What a page, a file or a report shows of a unit comes from `compliance.daily.figures_on`: from the
counters of the day when there are, else from the facts, with what stays hidden to whom
(`compliance.hiding`, whose rules and proof stand in `compliance.suppression`).
`compliance.services` changes obligations by hand, `compliance.planning.plan` by the facts.
"""
