"""How something one could do is weighed, in words, colour and icon: never as right or wrong."""

from dataclasses import dataclass

from gir.enums import Verdict

_KINDS = {Verdict.STRONG: "good", Verdict.DEFENSIBLE: "warn", Verdict.RISK: "bad"}
_ICONS = {
    Verdict.STRONG: "circle-check",
    Verdict.DEFENSIBLE: "info",
    Verdict.RISK: "triangle-alert",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """Something one could do, and how it is weighed."""

    text: str
    explanation: str
    verdict: Verdict

    @property
    def verdict_label(self) -> str:
        """How it is weighed, in words."""
        return str(self.verdict.label)

    @property
    def verdict_kind(self) -> str:
        """The colour of that."""
        return _KINDS[self.verdict]

    @property
    def verdict_icon(self) -> str:
        """The icon of that."""
        return _ICONS[self.verdict]
