"""Copies made from the bundled chronicle, as other outlets print them; with them, updates of pages and other stories.

``make`` gives articles and the group each belongs to: an article and its copies are one group. A copy has another
headline and an outlet's own lines around it, and a share of its sentences, up to two fifths, is dropped, moved, or
edited (words replaced, left out or put in). Articles of the chronicle on one event that are written apart are groups of
their own; those that repeat one another's words word for word are left out, so that what is a copy is beyond doubt.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random

from palabre.ingest import About, from_text
from palabre.knowledge.files import data_path
from palabre.types import Article

RATES = (0.0, 0.1, 0.2, 0.3, 0.4)
OUTLETS = ("Le Rivage", "Radio Dunes", "La Colline", "Actu Fleuve", "Le Messager du soir", "Info Savane")
HEADS = ("Actualité", "Ce qu'il faut savoir", "Le point sur la situation", "Sahel : les faits du jour")
BOILER = (
    "Suivez toute l'actualité de la région sur notre site et sur nos comptes, et recevez chaque matin notre lettre.",
    "Cet article a été rédigé avec les informations d'une agence de presse et relu par notre rédaction numérique.",
    "Toute reproduction, même partielle, de cet article est interdite sans l'accord écrit de la direction du journal.",
    "Vous avez une information à nous transmettre ? Écrivez à la rédaction, qui protège le secret de ses sources.",
)
SYNONYMS = {
    "a": "aurait", "ont": "auraient", "dans": "au sein de", "après": "à la suite de", "selon": "d'après", "le": "ce",
    "la": "cette", "les": "ces", "pays": "État", "militaires": "soldats", "gouvernement": "exécutif",
    "des": "plusieurs", "également": "aussi", "annoncé": "indiqué", "déclaré": "affirmé", "contre": "face à",
}  # fmt: skip
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÀ-ÖÉ«])")


@dataclass(frozen=True)
class Copied:
    """An article, the group of its original, and how much of it was changed; ``update`` for a page's new version."""

    article: Article
    group: str
    rate: float = 0.0
    update: bool = False


def originals() -> list[Article]:
    """Articles of the chronicle that do not repeat one another's words."""
    found: list[tuple[Article, set[tuple[str, ...]]]] = []
    for path in sorted(data_path("fr/chronicle").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            about = About(title=row["title"], publisher=row["publisher"])
            own = runs(row["text"])
            if not any(len(own & other) > 0.1 * min(len(own), len(other)) for _, other in found):
                made = from_text(
                    row["text"], source=row["source"], published=row["published"], language="fr", about=about
                )
                found.append((made, own))
    return [article for article, _ in found]


def runs(text: str, length: int = 8) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    return {tuple(words[i : i + length]) for i in range(len(words) - length + 1)}


def make(seed: int = 0, copies: int = 2) -> list[Copied]:
    """The whole set: originals, ``copies`` of each at every rate, and an update of some of their pages."""
    rng, made = Random(seed), list[Copied]()
    for number, article in enumerate(originals()):
        paged = replace(article, url=f"https://exemple.org/{number}")
        made.append(Copied(paged, article.source))
        made += [Copied(copy(article, rate, rng), article.source, rate) for rate in RATES for _ in range(copies)]
        if number % 4 == 0:
            made.append(Copied(update(paged, rng), article.source, update=True))
    return made


def copy(article: Article, rate: float, rng: Random) -> Article:
    """The article as another outlet prints it, with this share of its sentences changed."""
    title, *paragraphs = article.text.split("\n\n")
    parts = [changed(_SENTENCE.split(part), rate, rng) for part in paragraphs]
    kept = [" ".join(part) for part in parts if part] or paragraphs[:1]
    added = rng.sample(BOILER, rng.randint(0, 2))
    head = rng.choice([title, f"{rng.choice(HEADS)} : {title.lower()}", f"{rng.choice(HEADS)}"])
    return printed(article, "\n\n".join([head, *kept, *added]), head, rng)


def changed(sentences: Sequence[str], rate: float, rng: Random) -> list[str]:
    """Sentences of which this share is dropped, edited or moved."""
    kept: list[str] = []
    for sentence in sentences:
        act = rng.choice(("drop", "edit", "edit", "move")) if rng.random() < rate else "keep"
        if act == "move":
            kept.insert(rng.randint(0, len(kept)), sentence)
        elif act != "drop":
            kept.append(edited(sentence, rng) if act == "edit" else sentence)
    return kept


def edited(sentence: str, rng: Random) -> str:
    """A sentence with one word in five replaced, left out, or doubled by another; at least one."""
    words = sentence.split(" ")
    for at in rng.sample(range(len(words)), max(1, len(words) // 8)):
        plain = words[at].casefold()
        words[at] = SYNONYMS.get(plain, rng.choice(["", f"{words[at]} même", "notamment " + words[at]]))
    return " ".join(word for word in words if word)


def printed(article: Article, text: str, title: str, rng: Random) -> Article:
    assert article.published is not None
    day, about = article.published + timedelta(rng.randint(0, 2)), About(title=title, publisher=rng.choice(OUTLETS))
    return from_text(text, source=f"{article.source}-{rng.random()}", published=day, language="fr", about=about)


def update(article: Article, rng: Random) -> Article:
    """A newer text of the same page: a paragraph more, a sentence edited."""
    text = (
        copy(article, 0.1, rng).text + "\n\nUne réaction officielle était attendue dans la soirée, selon nos sources."
    )
    assert article.published is not None
    about = About(title=article.title, publisher=article.publisher, url=article.url)
    return from_text(
        text, source=article.source, published=article.published + timedelta(1), language="fr", about=about
    )


def pairs(groups: Sequence[object]) -> Iterator[tuple[int, int]]:
    """The pairs of places whose group is the same."""
    by: dict[object, list[int]] = {}
    for at, group in enumerate(groups):
        by.setdefault(group, []).append(at)
    for places in by.values():
        yield from ((a, b) for i, a in enumerate(places) for b in places[i + 1 :])
