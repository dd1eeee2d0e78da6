"""Parties and places, on cases kept as data: ``cases/actors/*.yaml`` (their heads say how to read them)."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from palabre import actors, ingest, parse
from palabre.knowledge.places import load_places
from palabre.knowledge.registry import load_registry
from palabre.types import ActorMention, Document, PlaceMention

CASES = Path(__file__).parent / "cases" / "actors"
Found = tuple[Document, tuple[ActorMention, ...], tuple[PlaceMention, ...]]


def cases() -> Iterator[Any]:
    for path in sorted(CASES.glob("*.yaml")):
        for row in yaml.safe_load(path.read_text(encoding="utf-8")):
            marks = [pytest.mark.xfail(reason=row["fails"], strict=True)] if "fails" in row else []
            yield pytest.param(row, id=f"{path.stem}: {row['text'][:60]}", marks=marks)


@cache
def read(text: str, published: date | None = None) -> Found:
    article = ingest.from_text(text, published=published or date(2024, 3, 6), language="fr")
    document = parse.load("fr").parse(article)
    return document, *actors.find(document, load_registry(), load_places())


def token(document: Document, word: str) -> int:
    """The position of a word; ``word@2`` is its second occurrence."""
    word, _, turn = word.partition("@")
    return [t.i for t in document.tokens if t.text == word][int(turn or 1) - 1]


def split(row: str) -> tuple[str, str]:
    word, _, wanted = row.partition(" = ")
    return word, wanted


@pytest.mark.parametrize("row", list(cases()))
def test_case(row: dict[str, Any]) -> None:
    found = read(row["text"], row.get("published"))
    check_actors(found, row)
    check_absent(found, row)
    check_places(found, row)


def check_actors(found: Found, row: dict[str, Any]) -> None:
    document, mentions, _ = found
    for word, wanted in map(split, row.get("actors", ())):
        heads = {f"{m.actor.country}.{m.actor.sector}" for m in at(mentions, token(document, word)) if m.actor}
        assert wanted in heads, f"{word}: {heads or 'no mention'}"
    for word, wanted in map(split, row.get("ids", ())):
        assert wanted in {m.actor.id for m in at(mentions, token(document, word)) if m.actor}, word
    for one, other in row.get("same", ()):
        pair = [{m.actor.id for m in at(mentions, token(document, w)) if m.actor} for w in (one, other)]
        assert pair[0] and pair[0] == pair[1]


def check_absent(found: Found, row: dict[str, Any]) -> None:
    document, mentions, _ = found
    for word in row.get("absent", ()):
        assert not at(mentions, token(document, word)), word
    for word in row.get("absent_actor", ()):
        assert not [m for m in at(mentions, token(document, word)) if m.actor], word
    for code in row.get("absent_actor_country", ()):
        assert code not in {m.actor.country for m in mentions if m.actor}


def check_places(found: Found, row: dict[str, Any]) -> None:
    document, _, places = found
    for word, wanted in map(split, row.get("places", ())):
        assert wanted in {p.place.country for p in places if p.head == token(document, word)}, word


def at(mentions: tuple[ActorMention, ...], head: int) -> list[ActorMention]:
    return [m for m in mentions if m.head == head]


def test_mentions_are_in_text_order_and_their_words_are_the_articles() -> None:
    document, mentions, places = read("Le Mali et le Togo ont signé un accord à Lomé. Les deux pays s'en félicitent.")
    assert [m.head for m in mentions] == sorted(m.head for m in mentions if m.head is not None)
    for mention in (*mentions, *places):
        assert mention.span is not None
        assert document.text(mention.span) == mention.text


def test_focus_is_asked_by_token() -> None:
    document, mentions, places = read("Togo : un camp attaqué\n\nTrois hommes ont été arrêtés.")
    assert actors.country_in_focus(document, mentions, places, at=token(document, "arrêtés")) == "TGO"


def test_a_sentence_takes_less_than_half_a_millisecond() -> None:
    text = " ".join(["Le ministre malien de la Défense a reçu à Bamako une délégation du Togo, qui l'a remercié."] * 60)
    document = parse.load("fr").parse(ingest.from_text(text, published=date(2024, 3, 6), language="fr"))
    start = time.perf_counter()
    actors.find(document, load_registry(), load_places())
    assert (time.perf_counter() - start) / 60 < 0.005  # ten times the target: machines differ
