"""Groups of reports as they grow: which may become one, and which may not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from palabre.ledger.alike import Deaths, conflicting, differing, looks_back
from palabre.ledger.model import Report
from palabre.ledger.recalling import meant
from palabre.ledger.retold import one_article
from palabre.ledger.sketches import Sketch, blend


@dataclass(frozen=True, slots=True)
class Bundle:
    """Reports that are all alike but for their tolls, no two of one article (or a single report).

    ``tolls`` gives the articles that tell each toll; the sketch has none.
    """

    sketch: Sketch
    reports: tuple[Report, ...]
    tolls: Mapping[Deaths, frozenset[str]]
    scenes: tuple[str, ...]
    window: tuple[int, int]

    @property
    def key(self) -> str:
        """The key of the first report."""
        return self.reports[0].key

    @property
    def known(self) -> date:
        """The day from which one of them is known."""
        return min(report.known for report in self.reports)


@dataclass(slots=True)
class _Group:
    """A group as it grows."""

    sketch: Sketch
    reports: list[Report]
    articles: dict[str, list[Report]]
    enemies: set[int] = field(default_factory=set)


class Groups:
    """Groups of bundles by number; a group goes by the number of the bundle it began with."""

    def __init__(self, bundles: Sequence[Bundle], apart: Mapping[str, set[str]]) -> None:
        self._head = list(range(len(bundles)))
        self._bundles, self._apart = bundles, apart
        self._groups: dict[int, _Group] = {}  # of the bundles that an edge has touched

    def join(self, i: int, j: int) -> None:
        """Make one group of two unless something forbids it; what was once forbidden remains so."""
        i, j = self._find(i), self._find(j)
        if i == j or i in self._groups[j].enemies:
            return
        if self._opposed(self._groups[i], self._groups[j]):
            self._groups[i].enemies.add(j)
            self._groups[j].enemies.add(i)
        else:
            self._merge(i, j)

    def recall(self, i: int, others: Mapping[int, float], *, placed: bool) -> None:
        """Join a later mention to the one event that it means, of those ``placed`` in time or of the others."""
        i = self._find(i)
        mention = self._groups[i]
        if mention.sketch.span is None:
            return
        found: dict[int, tuple[float, Sketch]] = {}
        for other, score in others.items():
            j = self._find(other)
            event = self._groups[j]
            if j != i and bool(event.sketch.words) != placed and self._may_mean(mention, event):
                found[j] = (max(score, found[j][0]) if j in found else score), event.sketch
        event_meant = meant(found, mention.sketch) if found else None
        if event_meant is not None:
            self._merge(i, event_meant)

    def unite(self, i: int, j: int) -> None:
        """Make one group of two unless an analyst keeps them apart."""
        i, j = self._find(i), self._find(j)
        if i != j and not self._kept_apart(self._groups[i], self._groups[j]):
            self._merge(i, j)

    def listed(self) -> tuple[tuple[Report, ...], ...]:
        """The groups, each from the first known report on, in the order of these."""
        heads = (i for i, head in enumerate(self._head) if i == head)
        told = (self._groups[i].reports if i in self._groups else self._bundles[i].reports for i in heads)
        found = (tuple(sorted(reports, key=lambda r: (r.known, r.key))) for reports in told)
        return tuple(sorted(found, key=lambda group: (group[0].known, group[0].key)))

    def _find(self, i: int) -> int:
        while self._head[i] != i:
            self._head[i] = self._head[self._head[i]]
            i = self._head[i]
        if i not in self._groups:
            bundle = self._bundles[i]
            self._groups[i] = _Group(bundle.sketch, list(bundle.reports), {r.article: [r] for r in bundle.reports})
        return i

    def _opposed(self, one: _Group, two: _Group) -> bool:
        return conflicting(one.sketch, two.sketch) or _told_twice(one, two) or self._kept_apart(one, two)

    def _may_mean(self, mention: _Group, event: _Group) -> bool:
        one, two = mention.sketch, event.sketch
        return looks_back(one, two) and not (
            differing(one, two) or _told_twice(mention, event) or self._kept_apart(mention, event)
        )

    def _kept_apart(self, one: _Group, two: _Group) -> bool:
        if not self._apart:
            return False
        keys = {report.key for report in two.reports}
        return any(self._apart.get(report.key, set()) & keys for report in one.reports)

    def _merge(self, i: int, j: int) -> None:
        if len(self._groups[i].reports) < len(self._groups[j].reports):
            i, j = j, i
        one, two = self._groups[i], self._groups.pop(j)
        self._head[j] = i
        one.sketch = blend(one.sketch, two.sketch)
        one.reports += two.reports
        for article, told in two.articles.items():
            one.articles.setdefault(article, []).extend(told)
        for enemy in two.enemies:
            if enemy in self._groups:
                self._groups[enemy].enemies.add(i)
        one.enemies |= two.enemies


def _told_twice(one: _Group, two: _Group) -> bool:
    """Whether an article tells one part and, as another event, the other."""
    few, many = sorted((one.articles, two.articles), key=len)
    return any(one_article(a, b) for article in few if article in many for a in few[article] for b in many[article])
