"""The reading side of a ledger: questions and answers, beside a writer and from many threads."""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, TypeVar, cast

from palabre.errors import LedgerError, QueryError
from palabre.ledger import account, changing, counting, following, looking, names, standing, store
from palabre.ledger.filters import Filters, Some, Spots, each, read_filters
from palabre.ledger.listing import Listing
from palabre.ledger.model import Kind, State
from palabre.ledger.names import Whom
from palabre.ledger.orders import Part, read_order
from palabre.ledger.results import (
    ActorRow,
    Answer,
    ArticleRow,
    Changes,
    Empty,
    Expected,
    LedgerEvent,
    Moment,
    ProblemRow,
    Saying,
    SourceRow,
    Standing,
    Stats,
    Who,
    Why,
)
from palabre.ledger.standing import Asked

T = TypeVar("T")
Day = date | str | None


class Ledger:
    """A ledger opened for reading. Each question is answered from one consistent view, whatever is recorded meanwhile.

    It may be used from many threads at once. Raises LedgerError where there is no ledger, or it cannot be read.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = str(path)
        self._idle: deque[sqlite3.Connection] = deque()
        self._closed = False
        self._idle.append(store.open_for_reading(self.path))

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._closed = True
        while self._idle:
            self._idle.pop().close()

    def events(
        self, *, country: Some = None, actor: Some = None, dyad: str | tuple[str, str] | None = None,
        type: Some = None, mode: Some = None, theme: Some = None, status: Some = None, since: Day = None,
        until: Day = None, place: Some = None, min_independent: int | None = None, text: str | None = None,
        disputed: bool | None = None, background: bool | None = None, sort: str = "date", limit: int | None = None,
        offset: int = 0, after: str | None = None,
    ) -> Listing[LedgerEvent]:  # fmt: skip
        """The events that fit every filter; of a filter's several values, any.

        ``country``: of a party or the place; codes and names, of organisations too. ``actor``: takes part, on either
        side. ``dyad``: ``FRA-NER`` or ``FRA>NER``. ``since``, ``until``: the day it begins, or was first told where no
        day is given. ``text``: words of its sentences; phrases between quotes, beginnings with ``*``. ``sort``: date,
        known (last told first), sources, deaths (most first); ``-`` turns it round.
        Raises QueryError for a value that is not known.
        """
        filters = self.read_filters(
            country=country, actor=actor, dyad=dyad, type=type, mode=mode, theme=theme, status=status, since=since,
            until=until, place=place, min_independent=min_independent, text=text, disputed=disputed,
            background=background,
        )  # fmt: skip
        order = read_order(sort)
        return Listing(
            lambda mark, skip, size: self._ask(lambda one: looking.page(one, filters, order, mark, skip, size)),
            lambda: self._ask(lambda one: looking.count(one, filters)),
            limit=limit, offset=offset, after=after, explain=lambda: self.explain_empty(filters),
        )  # fmt: skip

    def event(self, id: str) -> LedgerEvent:
        """An event by its id, or by an id that was merged into it. Raises QueryError where there is none."""
        return self._ask(lambda one: looking.load_event(one, id))

    def why(self, id: str, *, on: Day = None) -> Why:
        """Why an event stands as it does: every report with its words, why they are one, who says what, what it is
        tied to as of a day (today). Raises QueryError where there is none.
        """
        day = _today(on)
        return self._ask(lambda one: account.why(one, id, day))

    def timeline(self, *, since: Day = None, until: Day = None, limit: int | None = None, after: str | None = None,
                 **filters: Any) -> Listing[Moment]:  # fmt: skip
        """Events and turns of states by day; ``filters`` as for ``events``, of which states heed the parties."""
        asked = self.read_filters(since=since, until=until, **filters)
        return Listing(
            lambda mark, skip, size: self._ask(lambda one: changing.moments(one, asked, mark, skip, size)),
            lambda: self._ask(lambda one: changing.count_moments(one, asked)), limit=limit, after=after,
        )  # fmt: skip

    def state(
        self, a: str | None = None, b: str | None = None, *, on: Day = None, known_on: Day = None,
        kind: str | None = None, dimension: str | None = None,
    ) -> tuple[Standing, ...]:  # fmt: skip
        """How things stood on a day (today): of a party, between two, or of all; as known today or on ``known_on``.

        Raises QueryError for a name that is not known.
        """
        asked, day = self._asked(a, b, known_on, kind, dimension), _today(on)
        return self._ask(lambda one: standing.standing(one, asked, day))

    def history(
        self, a: str | None = None, b: str | None = None, *, known_on: Day = None, kind: str | None = None,
        dimension: str | None = None,
    ) -> tuple[Standing, ...]:  # fmt: skip
        """All states that there were, line by line, with what opened and what closed each."""
        asked = self._asked(a, b, known_on, kind, dimension)
        return self._ask(lambda one: standing.history(one, asked))

    def answer(self, kind: str, *parties: str, about: str = "", on: Day = None, known_on: Day = None) -> Answer:
        """How one thing stood on a day (today), in a word: ``answer("relation", "USA", "NER", about="military")``.

        ``parties``: both of a relation, sender and host of a deployment, member and body of a membership, who imposed a
        measure and on whom; whose an office is, the ground that is controlled, the detainee. Codes, names and ids.
        Raises QueryError for a kind or a day that is not known.
        """
        what = names.resolve_kind(kind)
        about = names.resolve_seat(about) if what == "office" else about
        line = standing.Line(cast(Kind, what), parties, about)
        day, known = _today(on), names.resolve_day(known_on, "known_on")
        return self._ask(lambda one: standing.answer(one, line, day, known))

    def who(self, office: str, country: str, *, on: Day = None, known_on: Day = None) -> Who:
        """Who held an office on a day (today): « président », "prime minister", ``minister-foreign``.

        Raises QueryError for an office or a country that is not known.
        """
        code, day, known = names.resolve_country(country), _today(on), names.resolve_day(known_on, "known_on")
        return self._ask(lambda one: standing.who(one, office, code, day, known))

    def sayings(self, state: State) -> tuple[Saying, ...]:
        """Every statement behind a state, in the order of their days."""
        return self._ask(lambda one: standing.all_sayings(one, state))

    def expected(
        self, *, on: Day = None, country: Some = None, since: Day = None, until: Day = None, sort: str = "date",
        limit: int | None = None, offset: int = 0, after: str | None = None,
    ) -> Listing[Expected]:  # fmt: skip
        """Announced events by the days they are due, with what came of each as known on a day (today)."""
        filters, day = self.read_filters(country=country, since=since, until=until, status="future"), _today(on)
        order = read_order(sort)
        return Listing(
            lambda mark, skip, size: self._ask(
                lambda one: following.expected(one, filters, order, day, mark, skip, size)
            ),
            lambda: self._ask(lambda one: looking.count(one, filters)), limit=limit, offset=offset, after=after,
            explain=lambda: self.explain_empty(filters),
        )  # fmt: skip

    def changes(self, since: date | str, *, country: Some = None) -> Changes:
        """What changed since a day: events first told and told anew, states that differ, and the record itself."""
        day = names.resolve_day(since, "since")
        if day is None:
            raise QueryError("since", "a day is wanted", "write 2023-07-26")
        codes = each(country, names.resolve_country)
        turns = changing.Since(day, codes)
        return Changes(
            day,
            self._rows(changing.added(day, codes), changing.make_events),
            self._rows(changing.retold(day, codes), changing.make_retold(day)),
            Listing(
                lambda mark, skip, size: self._ask(lambda one: turns.page(one, mark, skip, size)),
                lambda: self._ask(turns.count),
            ),
            self._rows(changing.record(day), changing.make_record),
        )

    def actors(
        self, *, country: Some = None, text: str | None = None, kind: str | None = None, limit: int | None = None,
        offset: int = 0, after: str | None = None,
    ) -> Listing[ActorRow]:  # fmt: skip
        """The actors that take part in events, those of most events first; ``text`` is a part of the name."""
        query = counting.actors(each(country, names.resolve_country), text, kind)
        return self._rows(query, counting.make_actors, limit=limit, offset=offset, after=after)

    def sources(self, *, limit: int | None = None, offset: int = 0, after: str | None = None) -> Listing[SourceRow]:
        """The publishers, those of most articles first."""
        return self._rows(counting.SOURCES, counting.make_sources, limit=limit, offset=offset, after=after)

    def articles(
        self, *, publisher: str | None = None, since: Day = None, until: Day = None, language: str | None = None,
        limit: int | None = None, offset: int = 0, after: str | None = None,
    ) -> Listing[ArticleRow]:  # fmt: skip
        """The recorded articles, the newest first."""
        days = names.resolve_day(since, "since"), names.resolve_day(until, "until", last=True)
        query = counting.articles(publisher, *days, language)
        return self._rows(query, _one_by_one(account.article_of), limit=limit, offset=offset, after=after)

    def problems(self, *, code: str | None = None, limit: int | None = None, offset: int = 0) -> Listing[ProblemRow]:
        """What could not be read, or only in part, the newest first; ``code``: failed, language, undated."""
        return self._rows(counting.problems(code), _one_by_one(counting.problem_of), limit=limit, offset=offset)

    def stats(self) -> Stats:
        """Counts of everything the ledger holds."""
        return self._ask(lambda one: counting.stats(one, self.path))

    def explain_empty(self, filters: Filters | None = None, **words: Any) -> Empty:
        """Why no event fits: the days are not covered, or one filter alone shuts all out."""
        asked = filters or self.read_filters(**words)
        return self._ask(lambda one: looking.explain_empty(one, asked))

    def read_filters(self, **words: Any) -> Filters:
        """The filters of ``events`` from a user's words. Raises QueryError for a value that is not known."""
        return read_filters(self.find_actor, self._find_place, **words)

    def find_actor(self, text: str) -> Whom:
        """Whom a name stands for: of the registry, else as the articles of this ledger write it. Raises QueryError."""
        try:
            return names.resolve_actor(text)
        except QueryError:
            known = self._ask(lambda one: looking.known_name(one, text))
            if known is None:
                raise
            return Whom("name", known)

    def _find_place(self, text: str) -> Spots:
        return self._ask(lambda one: looking.known_place(one, text))

    def _asked(self, a: str | None, b: str | None, known_on: Day, kind: str | None, dimension: str | None) -> Asked:
        return Asked(
            self.find_actor(a) if a else None, self.find_actor(b) if b else None,
            names.resolve_kind(kind) if kind else None, names.resolve_dimension(dimension) if dimension else None,
            names.resolve_day(known_on, "known_on"),
        )  # fmt: skip

    def _rows(self, query: Part, make: counting.Make[T], **bounds: Any) -> Listing[T]:
        return Listing(
            lambda mark, skip, size: self._ask(lambda one: counting.page_of(one, query, make, mark, skip, size)),
            lambda: self._ask(lambda one: counting.count_of(one, query)), **bounds,
        )  # fmt: skip

    def _ask(self, question: Callable[[sqlite3.Connection], T]) -> T:
        with self._view() as connection:
            return question(connection)

    @contextmanager
    def _view(self) -> Iterator[sqlite3.Connection]:
        """A connection of one's own, and one view of the ledger through it."""
        if self._closed:
            raise LedgerError(self.path, "the ledger was closed", "open it again")
        try:
            connection = self._idle.pop()
        except IndexError:
            connection = store.open_for_reading(self.path)
        try:
            with store.transaction(connection, self.path):
                yield connection
        finally:
            if self._closed:
                connection.close()
            else:
                self._idle.append(connection)


def _one_by_one(make: Callable[[sqlite3.Row], T]) -> counting.Make[T]:
    return lambda _, found: [make(row) for row in found]


def _today(on: Day) -> date:
    return names.resolve_day(on, "on") or date.today()
