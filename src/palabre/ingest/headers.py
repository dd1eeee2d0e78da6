"""Lines that say when an article was published and when it was changed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, tzinfo

from palabre.ingest.moments import Moment, read_clock, read_moment
from palabre.ingest.web import load_web


@dataclass(frozen=True, slots=True)
class Dated:
    """When an article was published and last changed; ``labelled`` where words such as « Publié le » say so."""

    published: Moment | None = None
    updated: Moment | None = None
    labelled: bool = False


UNDATED = Dated()


def read_header(words: str) -> Dated:
    """The days and times of a line, by the words before each: « Publié le 1er août 2023, mis à jour le 3 août 2023 ».

    >>> found = read_header("Mis à jour le 3 août 2023 à 9h, publié le 1er août 2023")
    >>> found.published.day.isoformat(), found.updated.at.isoformat()
    ('2023-08-01', '2023-08-03T09:00:00')
    """
    web = load_web()
    labels = [(m.start(), "updated") for m in web.update.finditer(words)]
    labels += [(m.start(), "published") for m in web.publication.finditer(words)]
    labels = sorted(label for label in labels if not re.match(r"\w", words[label[0] - 1 : label[0]]))
    if not labels:
        return Dated(read_moment(words))
    cuts = [start for start, _ in labels[1:]] + [len(words)]
    said = [(kind, words[start:end]) for (start, kind), end in zip(labels, cuts, strict=True)]
    published = next((m for kind, part in said if kind == "published" and (m := read_moment(part))), None)
    published = published or read_moment(words[: labels[0][0]])
    updates = (_update(part, published) for kind, part in said if kind == "updated")
    return Dated(published, next((m for m in updates if m), None), labelled=True)


def _update(words: str, published: Moment | None) -> Moment | None:
    """« mis à jour à 22h15 » is of the day of publication."""
    found = read_moment(words)
    if found or not published:
        return found
    at = read_clock(words, published.day)
    zone = published.at.tzinfo if published.at else None
    return Moment(published.day, _zoned(at, zone)) if at else None


def _zoned(at: datetime, zone: tzinfo | None) -> datetime:
    return at if at.tzinfo else at.replace(tzinfo=zone)
