"""Requirements, obligations, status and figures.

`rules` say what is asked of whom, `planning` derives the obligations, `status` says where each
stands, `figures` count them, `privacy` says what of that may be shown to whom, and `why` explains
one. `snapshots` freeze figures, `exports` and `rest` hand them out, `reminders` ask people.

What a page, a file or a report shows of a unit comes from `compliance.figures.daily.figures_on`:
from the counters of the day when there are, else from the facts, with what stays hidden to whom
(`compliance.privacy.hiding`, whose rules and proof stand in `compliance.privacy.suppression`).
`compliance.services` changes obligations by hand, `compliance.planning.plan` by the facts.
"""
