"""Later mentions of rare acts: which earlier reports one may look back on, and which of several it means."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from palabre.ledger.alike import looks_back, once
from palabre.ledger.rare import AGO, FAR, ONCE, YEAR
from palabre.ledger.sketches import LONGEST, PAD, Sketch

MARGIN = 0.5  # by which the likeliest of several events is clearly likelier
HALF_YEAR = 182  # days between two events of which an undated mention means the later one
Days = tuple[int, int]


@lru_cache(maxsize=1 << 14)
def past_scenes(seen: Sketch) -> tuple[tuple[str, int, int], ...]:
    """The keys that a rare act is found by long after, each with its days: topic and country, or person or town."""
    if seen.status != "factual":
        return ()
    first, last = _reach(seen)
    homes = _homes(seen)
    topics = set(seen.topics)
    if "ASSAULT" in seen.acts and seen.span and not seen.town:
        topics |= {f"town:{name}" for name in seen.names}
    found = []
    for topic in sorted(topics):
        name, mark, _ = topic.partition(":")
        pad = AGO if mark and name in ONCE else PAD
        keys = [topic] if mark else [f"{topic}|{home}" for home in homes]
        found += [(f"past|{key}|{act}", first - pad, last + pad) for key in keys for act in sorted(seen.acts)]
    return tuple(found)


def _homes(seen: Sketch) -> list[str]:
    """The countries, each by its part in the act where the parts differ."""
    done = {side.country for side in seen.actors if side.country}
    suffered = {side.country for side in seen.recipients if side.country}
    if seen.mutual:
        return sorted(done | suffered)
    return [*(f"{home}>" for home in sorted(done)), *(f">{home}" for home in sorted(suffered))]


def widest(key: str) -> int | None:
    """The days of the longest stretch of such a key; None for a key of another kind."""
    if not key.startswith("past|"):
        return None
    return (FAR + 2 * AGO) if key.split("|")[1].partition(":")[0] in ONCE else YEAR + 2 * PAD


def _reach(seen: Sketch) -> Days:
    if seen.span is None:
        return seen.days.first, seen.days.last
    if seen.words:
        return seen.span.first, seen.span.last
    return min(seen.days.first, seen.span.first), max(seen.days.last, seen.span.last)


def is_recalled(a: Sketch, b: Sketch) -> bool:
    """Whether one may look back on the other: they share a topic and the days allow it."""
    return looks_back(a, b) and not {k for k, *_ in past_scenes(a)}.isdisjoint(k for k, *_ in past_scenes(b))


def pairs(sketches: Sequence[Sketch]) -> Iterator[tuple[int, int]]:
    """Pairs of which one may look back on the other, or that tell what happens only once; each pair may come again."""
    by_key: dict[str, list[int]] = defaultdict(list)
    for i, seen in enumerate(sketches):
        for key, *_ in past_scenes(seen):
            by_key[key].append(i)
    for members in by_key.values():
        if len(members) > 1:
            yield from _within(sketches, members)


def _within(sketches: Sequence[Sketch], members: Sequence[int]) -> Iterator[tuple[int, int]]:
    placed = sorted((sketches[i].days.first, i) for i in members if not sketches[i].words)
    starts = [first for first, _ in placed]
    back = [i for i in members if sketches[i].span]
    for i in back:
        span = sketches[i].span
        assert span is not None
        begin = bisect_left(starts, span.first - PAD - LONGEST)
        end = bisect_left(starts, span.last + PAD + 1)
        yield from ((min(i, j), max(i, j)) for _, j in placed[begin:end] if i != j)
    words = [i for i in back if sketches[i].words and _may_meet(sketches[i])]
    yield from ((min(i, j), max(i, j)) for n, i in enumerate(words) for j in words[:n])
    for n, (first, i) in enumerate(placed):
        for later, j in placed[n + 1 :]:
            if later > first + LONGEST + AGO:
                break
            if once(sketches[i], sketches[j]):
                yield min(i, j), max(i, j)


def _may_meet(seen: Sketch) -> bool:
    """Whether a mention may be of one event with another mention: it gives some days, or tells what happens once."""
    return (seen.span is not None and seen.span.dated) or once(seen, seen)


def meant(found: Mapping[int, tuple[float, Sketch]], mention: Sketch) -> int | None:
    """Which of several events a mention means: the likeliest; without a day, of those alike, the latest."""
    best = max(score for score, _ in found.values())
    near = sorted(((seen.days.last, i) for i, (score, seen) in found.items() if score > best - MARGIN), reverse=True)
    if len(near) == 1:
        return near[0][1]
    alike = len({_object(found[i][1]) for _, i in near}) == 1
    if mention.span is None or mention.span.dated or not alike or "ASSAULT" in mention.acts:
        return None
    return near[0][1] if near[0][0] - near[1][0] >= HALF_YEAR else None


def _object(seen: Sketch) -> frozenset[str | None]:
    return frozenset(side.country for side in (*seen.actors, *seen.recipients))
