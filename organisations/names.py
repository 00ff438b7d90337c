"""How Dutch names sort: on the surname without its prefix."""

_PREFIXES = frozenset(
    {
        *("van", "de", "der", "den", "het", "'t", "'s", "'d", "ter", "ten", "te", "tot", "op"),
        *("aan", "in", "uit", "bij", "voor", "onder", "over", "el", "al", "ait", "ibn", "ben"),
        *("da", "do", "dos", "di", "du", "la", "le", "von", "zu"),
    }
)


def sort_name_of(name: str) -> str:
    """Return "Dijk, Jeroen van" for "Jeroen van Dijk".

    The surname starts at the first prefix after the first name, or is the last word; whoever knows
    better gives the name to sort by himself.
    """
    words = name.split()
    if len(words) == 1 or not words:
        return name.strip()
    start = next(
        (place for place, word in enumerate(words[1:-1], 1) if word.lower() in _PREFIXES),
        len(words) - 1,
    )
    end = start
    while end < len(words) - 1 and words[end].lower() in _PREFIXES:
        end += 1
    first, prefix, last = words[:start], words[start:end], words[end:]
    return f"{' '.join(last)}, {' '.join([*first, *prefix])}"
