"""Which reports are of one event: an index to find neighbours by, edges between them, and the groups they make.

``partition`` is a function of the set of reports: their order does not count, and what no chain of edges links does not
count either, so that it can be computed anew component by component.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import blake2s
from itertools import combinations
from typing import NamedTuple

from palabre.ledger import recalling
from palabre.ledger.alike import (
    ENOUGH,
    Deaths,
    conflicting,
    copied,
    differing,
    likeness,
    looks_back,
    once,
    resemblance,
    same_toll,
    toll_evidence,
)
from palabre.ledger.groups import Bundle, Groups
from palabre.ledger.model import Report
from palabre.ledger.recalling import is_recalled, pairs, past_scenes
from palabre.ledger.retold import one_article
from palabre.ledger.sketches import LONGEST, PAD, Sketch, sketch, words

Pairs = Iterable[tuple[str, str]]
Edge = tuple[float, str, str, int, int]


class Scene(NamedTuple):
    """Where to look for other reports of the same event: a key, and the days (both inclusive)."""

    key: str
    first: date
    last: date


@lru_cache(maxsize=1 << 14)
def scenes(report: Report) -> tuple[Scene, ...]:
    """What a report is found by: two reports that may be one event share a key, on days that overlap.

    A reading of the act, the status and a country, about the days of the event; of what nothing dates, its words, about
    the day it was known; of a rare act, also what it bears on, in all the days in which it may lie.
    """
    seen = sketch(report)
    first, last = _window(seen)
    found = [*((key, first, last) for key in _scenes(seen)), *past_scenes(seen)]
    return tuple(Scene(key, date.fromordinal(first), date.fromordinal(last)) for key, first, last in found)


def widest(key: str) -> int:
    """The days, at most, from the first to the last of a scene of this key."""
    return recalling.widest(key) or LONGEST + 2 * PAD


def joinable(a: Report, b: Report) -> bool:
    """Whether two reports may directly be one event."""
    one, two = sketch(a), sketch(b)
    if one_article(a, b) or differing(one, two):
        return False
    more = toll_evidence(one.toll, two.toll) + copied(a, b)
    near = once(one, two) or not set(_scenes(one)).isdisjoint(_scenes(two))
    if near and not conflicting(one, two) and likeness(one, two) + more >= ENOUGH:
        return True
    more = toll_evidence(one.toll, two.toll)
    return a.article != b.article and is_recalled(one, two) and resemblance(one, two) + more >= ENOUGH


def components(reports: Iterable[Report], *, same: Pairs = ()) -> tuple[tuple[Report, ...], ...]:
    """The reports that chains of edges (and an analyst's ``same`` pairs) link, nothing else deciding."""
    return _linked(_Graph.of(reports, ()), same)


def partition(reports: Iterable[Report], *, same: Pairs = (), apart: Pairs = ()) -> tuple[tuple[Report, ...], ...]:
    """The reports by event: best edges first, and no group is made of what conflicts.

    ``same`` and ``apart`` are pairs of report keys that analysts joined or kept apart; ``apart`` wins over all.
    """
    foes = _both_ways(apart)
    return _parted(_Graph.of(reports, foes), same, foes)


def sort_out(
    reports: Iterable[Report], *, same: Pairs = (), apart: Pairs = ()
) -> tuple[tuple[tuple[Report, ...], ...], tuple[tuple[Report, ...], ...]]:
    """The ``components`` and the ``partition`` of reports, from one comparison of them."""
    told, foes = list(reports), _both_ways(apart)
    graph = _Graph.of(told, ())
    return _linked(graph, same), _parted(_Graph.of(told, foes) if foes else graph, same, foes)


def _linked(graph: _Graph, same: Pairs) -> tuple[tuple[Report, ...], ...]:
    heads = list(range(len(graph.bundles)))

    def find(i: int) -> int:
        while heads[i] != i:
            heads[i] = heads[heads[i]]
            i = heads[i]
        return i

    for i, j in (*((i, j) for *_, i, j in (*graph.edges, *graph.mentions)), *graph.pairs(same)):
        heads[find(i)] = find(j)
    found: dict[int, list[Report]] = defaultdict(list)
    for i, bundle in enumerate(graph.bundles):
        found[find(i)] += bundle.reports
    groups = (tuple(sorted(reports, key=lambda r: (r.known, r.key))) for reports in found.values())
    return tuple(sorted(groups, key=lambda group: (group[0].known, group[0].key)))


def _parted(graph: _Graph, same: Pairs, foes: Mapping[str, set[str]]) -> tuple[tuple[Report, ...], ...]:
    groups = Groups(graph.bundles, foes)
    for i, j in graph.pairs(same):
        groups.unite(i, j)
    for _, _, _, i, j in graph.edges:
        groups.join(i, j)
    _settle(groups, graph)
    return groups.listed()


def _settle(groups: Groups, graph: _Graph) -> None:
    """Give each later mention of a rare act to the event that it means: first those that give some days."""
    found: dict[int, dict[int, float]] = defaultdict(dict)
    for score, _, _, i, j in graph.mentions:
        found[i][j] = found[j][i] = -score
    spans = {i: span for i in found if (span := graph.bundles[i].sketch.span)}
    order = sorted(spans, key=lambda i: (not spans[i].dated, graph.bundles[i].known, graph.bundles[i].key))
    for placed in (True, False):
        for i in order:
            groups.recall(i, found[i], placed=placed)


@lru_cache(maxsize=1 << 14)
def _scenes(seen: Sketch) -> tuple[str, ...]:
    if seen.words:
        return (f"words|{seen.status}|{blake2s(seen.words.encode(), digest_size=8).hexdigest()}",)
    homes = {s.country for s in (*seen.actors, *seen.recipients)} | {seen.land}
    named = sorted(home for home in homes if home) or ["?"]
    return tuple(f"{act}|{seen.status}|{home}" for act in sorted(seen.acts) for home in named)


def _window(seen: Sketch) -> tuple[int, int]:
    pad = PAD if seen.days.firm else 0
    return seen.days.first - pad, seen.days.last + pad


def _both_ways(pairs: Pairs) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for one, two in pairs:
        found[one].add(two)
        found[two].add(one)
    return found


def _bundles(reports: Iterable[Report], alone: Iterable[str]) -> Iterator[Bundle]:
    """Reports that compare alike, put together at once; those of ``alone`` by themselves."""
    held = set(alone)
    alike: dict[tuple[Sketch, Deaths], list[Report]] = defaultdict(list)
    for report in {r.key: r for r in reports}.values():
        seen = sketch(report)
        bare = seen._replace(toll=None) if seen.toll else seen
        # where all else is enough, no rival toll would keep two reports apart
        alike[bare, None if seen.toll and _sure(bare) else seen.toll].append(report)
    for (bare, toll), group in alike.items():
        group.sort(key=lambda r: r.key)
        enough = len(group) > 1 and likeness(bare, bare) + toll_evidence(toll, toll) >= ENOUGH
        for layer in _layers(group, held, enough):
            yield Bundle(bare, layer, _tolls(layer), _scenes(bare), _window(bare))


@lru_cache(maxsize=1 << 14)
def _sure(bare: Sketch) -> bool:
    return likeness(bare, bare) + toll_evidence((1, 1), (100, 100)) >= ENOUGH


def _tolls(layer: Sequence[Report]) -> Mapping[Deaths, frozenset[str]]:
    if len(layer) == 1:
        return {sketch(layer[0]).toll: frozenset((layer[0].article,))}
    found: dict[Deaths, set[str]] = defaultdict(set)
    for report in layer:
        found[sketch(report).toll].add(report.article)
    return {toll: frozenset(articles) for toll, articles in found.items()}


def _layers(group: Sequence[Report], held: set[str], enough: bool) -> Iterator[tuple[Report, ...]]:
    """The first report of each article, then the second ones: where being alike is not enough, of the same words."""
    if len(group) == 1:
        yield tuple(group)
        return
    turns: dict[tuple[str, str], int] = defaultdict(int)
    layers: dict[tuple[str, int, str], list[Report]] = defaultdict(list)
    for report in group:
        said = "" if enough else words(report.sentence)
        turn = turns[report.article, said]
        turns[report.article, said] += 1
        layers[said, turn, report.key if report.key in held else ""].append(report)
    yield from (tuple(layer) for layer in layers.values())


@dataclass(frozen=True, slots=True)
class _Graph:
    """Bundles and the edges between them, best first; ``mentions`` are those from a later mention of a rare act."""

    bundles: tuple[Bundle, ...]
    edges: tuple[Edge, ...]
    mentions: tuple[Edge, ...]

    @classmethod
    def of(cls, reports: Iterable[Report], alone: Iterable[str]) -> _Graph:
        bundles = tuple(sorted(_bundles(reports, alone), key=lambda b: b.key))
        found = dict(_likely(bundles)) | dict(_copies(bundles))
        recalled: dict[tuple[int, int], float] = {}
        for pair, score, direct in _recalled(bundles):
            (found if direct else recalled).setdefault(pair, score)
        return cls(bundles, *(_best_first(bundles, some) for some in (found, recalled)))

    def pairs(self, same: Pairs) -> Iterator[tuple[int, int]]:
        """The bundles of pairs of report keys, in the order of the keys."""
        at = {report.key: i for i, bundle in enumerate(self.bundles) for report in bundle.reports}
        for one, two in sorted(tuple(sorted(pair)) for pair in same):
            if one in at and two in at:
                yield at[one], at[two]


def _best_first(bundles: Sequence[Bundle], found: Mapping[tuple[int, int], float]) -> tuple[Edge, ...]:
    return tuple(sorted((-score, bundles[i].key, bundles[j].key, i, j) for (i, j), score in found.items()))


def _recalled(bundles: Sequence[Bundle]) -> Iterator[tuple[tuple[int, int], float, bool]]:
    """Edges from later mentions of rare acts, and (direct ones) between reports of what happens only once."""
    for i, j in set(pairs([bundle.sketch for bundle in bundles])):
        one, two = bundles[i], bundles[j]
        if differing(one.sketch, two.sketch):
            continue
        tolls = _best_tolls(one, two)
        near = once(one.sketch, two.sketch) and not conflicting(one.sketch, two.sketch)
        if near and (score := likeness(one.sketch, two.sketch) + tolls) >= ENOUGH:
            yield (i, j), round(score, 6), True
        if looks_back(one.sketch, two.sketch) and (score := resemblance(one.sketch, two.sketch) + tolls) >= ENOUGH:
            yield (i, j), round(score, 6), False


def _likely(bundles: Sequence[Bundle]) -> Iterator[tuple[tuple[int, int], float]]:
    """Edges between bundles that are alike enough by what they say."""
    by_scene: dict[str, list[int]] = defaultdict(list)
    for i, bundle in enumerate(bundles):
        for scene in bundle.scenes:
            by_scene[scene].append(i)
    for scene, members in by_scene.items():
        for i, j in _neighbours(bundles, members):
            one, two = bundles[i], bundles[j]
            if _first_shared(one.scenes, two.scenes) != scene or conflicting(one.sketch, two.sketch):
                continue
            score = likeness(one.sketch, two.sketch) + _best_tolls(one, two)
            if score >= ENOUGH:
                yield (i, j), round(score, 6)


def _best_tolls(one: Bundle, two: Bundle) -> float:
    """What tolls add, of the two reports of different articles where they add most; too little where one tells all."""
    for toll in one.tolls.keys() & two.tolls.keys():
        if toll and (len(one.tolls[toll]) > 1 or one.tolls[toll] != two.tolls[toll]) and same_toll(toll, toll) == 1:
            return toll_evidence(toll, toll)  # nothing adds more
    found = (
        toll_evidence(a, b)
        for a, tellers in one.tolls.items()
        for b, others in two.tolls.items()
        if len(tellers) > 1 or tellers != others
    )
    return max(found, default=float("-inf"))


def _neighbours(bundles: Sequence[Bundle], members: list[int]) -> Iterator[tuple[int, int]]:
    """Pairs whose windows overlap and that do not name two towns."""
    ahead: dict[str | None, list[int]] = defaultdict(list)
    for j in sorted(members, key=lambda i: bundles[i].window):
        first, town = bundles[j].window[0], bundles[j].sketch.city
        for place in (town, None) if town else tuple(ahead):
            if place in ahead:
                ahead[place] = [i for i in ahead[place] if bundles[i].window[1] >= first]
                yield from ((min(i, j), max(i, j)) for i in ahead[place])
        ahead[town].append(j)


def _first_shared(one: tuple[str, ...], two: tuple[str, ...]) -> str | None:
    return next((scene for scene in one if scene in two), None)


def _copies(bundles: Sequence[Bundle]) -> Iterator[tuple[tuple[int, int], float]]:
    """Edges between bundles that hold copies of one another."""
    heard: dict[str, list[int]] = defaultdict(list)
    for i, bundle in enumerate(bundles):
        for report in bundle.reports:
            heard[f"voice|{report.voice}"].append(i)
            heard[f"words|{words(report.sentence)}"].append(i)
    groups = (sorted(set(group)) for group in heard.values() if len(group) > 1)
    pairs = {pair for group in groups for pair in combinations(group, 2)}
    for i, j in pairs:
        one, two = bundles[i], bundles[j]
        if _first_shared(one.scenes, two.scenes) and not conflicting(one.sketch, two.sketch):
            score = likeness(one.sketch, two.sketch) + _best_copy(one, two)
            if score >= ENOUGH:
                yield (i, j), round(score, 6)


def _best_copy(one: Bundle, two: Bundle) -> float:
    found = (
        copied(a, b) + toll_evidence(sketch(a).toll, sketch(b).toll)
        for a in one.reports
        for b in two.reports
        if not one_article(a, b)
    )
    return max(found, default=float("-inf"))
