"""From articles to readings: the stages in order, and nothing that is remembered between articles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from traceback import extract_tb
from typing import TypeVar

from palabre import actors, coding, facts, parse, quantities, times
from palabre.errors import InputError
from palabre.knowledge import Knowledge
from palabre.knowledge import load as load_knowledge
from palabre.parse import Parser
from palabre.types import ActorMention, Article, Document, Event, Fact, Mentions, Problem, Reading

# Articles parsed together: enough to be fast, few enough that what is read is soon shown.
BATCH, BATCH_TEXT = 16, 50_000
OnError = Callable[[InputError], None]


@dataclass(frozen=True, slots=True)
class Draft:
    """A reading in the making."""

    document: Document
    mentions: Mentions
    events: tuple[Event, ...] = ()
    facts: tuple[Fact, ...] = ()
    problems: tuple[Problem, ...] = ()


Stage = Callable[[Draft, Knowledge], Draft]
T = TypeVar("T")


def read(article: Article, *, knowledge: Knowledge | None = None, parser: Parser | None = None) -> Reading:
    """What ``article`` says; the same article gives the same reading everywhere."""
    known = knowledge or load_knowledge()
    return read_document((parser or parse.load()).parse(article), known)


def read_many(
    articles: Iterable[Article],
    *,
    knowledge: Knowledge | None = None,
    parser: Parser | None = None,
    on_error: OnError | None = None,
) -> Iterator[Reading]:
    """The readings of ``articles`` in their order, parsed in batches.

    An article that fails raises InputError, or goes to ``on_error`` where that is given, and the others go on.
    """
    report = on_error or _raise
    for outcome in outcomes(articles, knowledge=knowledge, parser=parser):
        if isinstance(outcome, InputError):
            report(outcome)
        else:
            yield outcome


def outcomes(
    articles: Iterable[Article], *, knowledge: Knowledge | None = None, parser: Parser | None = None
) -> Iterator[Reading | InputError]:
    """What came of each of ``articles``, in their order: its reading, or why it could not be read."""
    known, reader = knowledge or load_knowledge(), parser or parse.load()
    for document in _documents(reader, articles):
        if isinstance(document, InputError):
            yield document
        else:
            yield _attempt(document.article, partial(read_document, document, known))


def groups(articles: Iterable[Article]) -> Iterator[list[Article]]:
    """The articles in the batches that are parsed together: ``BATCH`` at most, or ``BATCH_TEXT`` characters."""
    group: list[Article] = []
    length = 0
    for article in articles:
        group.append(article)
        length += len(article.text)
        if len(group) == BATCH or length >= BATCH_TEXT:
            yield group
            group, length = [], 0
    if group:
        yield group


def read_document(document: Document, knowledge: Knowledge) -> Reading:
    """What a parsed article says."""
    draft = _run(STAGES, Draft(document, Mentions()), knowledge)
    return Reading(document.article, draft.events, draft.facts, draft.problems)


def find_mentions(document: Document, knowledge: Knowledge) -> Mentions:
    """Who, where, when and how many are named in a parsed article."""
    return _run(FINDING, Draft(document, Mentions()), knowledge).mentions


def _find_actors(draft: Draft, knowledge: Knowledge) -> Draft:
    parties, places = actors.find(draft.document, knowledge.registry, knowledge.places)
    return replace(draft, mentions=replace(draft.mentions, actors=parties, places=places))


def _find_times(draft: Draft, knowledge: Knowledge) -> Draft:
    found = times.find(draft.document, knowledge.calendar)
    return replace(draft, mentions=replace(draft.mentions, times=found))


def _find_quantities(draft: Draft, knowledge: Knowledge) -> Draft:
    found = quantities.find(draft.document, knowledge.numerals)
    return replace(draft, mentions=replace(draft.mentions, quantities=found))


def _code_events(draft: Draft, knowledge: Knowledge) -> Draft:
    return replace(draft, events=coding.code(draft.document, draft.mentions, knowledge))


def _find_facts(draft: Draft, knowledge: Knowledge) -> Draft:
    return replace(draft, facts=facts.find(draft.document, draft.mentions, draft.events, knowledge))


def _list_problems(draft: Draft, knowledge: Knowledge) -> Draft:
    """What an analyst should know is missing: what could not be read, the day of publication, parties, dates."""
    undated = Problem("undated", "the day of publication is unknown: relative dates stay open")
    article = draft.document.article
    found = [*article.problems, *([] if article.published else [undated])]
    for event in draft.events:
        found += _event_problems(event)
    return replace(draft, problems=tuple(dict.fromkeys(found)))


FINDING: tuple[Stage, ...] = (_find_actors, _find_times, _find_quantities)
STAGES: tuple[Stage, ...] = (*FINDING, _code_events, _find_facts, _list_problems)


def _run(stages: Iterable[Stage], draft: Draft, knowledge: Knowledge) -> Draft:
    for stage in stages:
        draft = stage(draft, knowledge)
    return draft


def _event_problems(event: Event) -> Iterator[Problem]:
    for mention in event.actors + event.recipients:
        if mention.span is not None and _is_unknown(mention):
            yield Problem("unknown-party", f"it is not known who this is: {mention.text}", mention.span)
    if not event.actors:
        yield Problem("party-not-said", "the text does not say who acts", event.evidence[0].cue)


def _is_unknown(mention: ActorMention) -> bool:
    """Words that name nobody: not even a country or a sector is known."""
    return mention.actor is None or not (mention.actor.country or mention.actor.sector)


def _documents(parser: Parser, articles: Iterable[Article]) -> Iterator[Document | InputError]:
    for group in groups(articles):
        try:
            parsed: list[Document | InputError] = list(parser.parse_many(group))
        except Exception:  # one article that cannot be parsed must not take its batch with it
            parsed = [_attempt(article, partial(parser.parse, article)) for article in group]
        yield from parsed


def _attempt(article: Article, step: Callable[[], T]) -> T | InputError:
    """The result of ``step``, or whatever goes wrong in it as this article's failure."""
    try:
        return step()
    except Exception as error:  # the boundary of a batch: a fault of ours costs one article, and is told
        last = extract_tb(error.__traceback__)[-1]
        reason = f"{type(error).__name__}: {error}, at {Path(last.filename).name}:{last.lineno}"
        failed = InputError(
            article.source, f"the article could not be read: {reason}", "please report it with the article"
        )
        failed.__cause__ = error
        return failed


def _raise(error: InputError) -> None:
    raise error
