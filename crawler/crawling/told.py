"""What a crawl of a site has brought so far, for whoever watches: counts, and how it ended."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["Told"]


@dataclass(slots=True)
class Told:
    """The counts of one site, for whoever watches."""

    outcomes: dict[str, int] = field(default_factory=dict)
    reasons: dict[tuple[str, str], int] = field(default_factory=dict)
    """(outcome, reason) -> how many, of those that failed or were refused."""
    end: str | None = None
    asked: int = 0
    """Requests with an answer, or none; what was refused before it was asked for is no request."""

    def add(self, outcome: str, reason: str | None = None) -> None:
        """One more; `reason` is a slug of crawler.crawling.reasons, where there is one."""
        self.outcomes[outcome] = self.outcomes.get(outcome, 0) + 1
        if reason:
            self.reasons[outcome, reason] = self.reasons.get((outcome, reason), 0) + 1

    @property
    def fetched(self) -> int:
        """All requests with an outcome."""
        return sum(self.outcomes.values())
