"""Values as words: dates, parties, kinds of event, counts, as the interface shows them."""

from __future__ import annotations

from collections.abc import Iterable

from rich.text import Text

from palabre.cli.language import N_, Words
from palabre.export.json import label
from palabre.types import ActorMention, Event, Fact, Interval, Quantity

STATUSES = (N_("factual"), N_("negated"), N_("hypothetical"), N_("future"), N_("attempted"))
FACT_STATUSES = (N_("current"), N_("former"), N_("announced"), N_("ending"), N_("ended"))
KINDS = (
    N_("office"),
    N_("control"),
    N_("deployment"),
    N_("relation"),
    N_("membership"),
    N_("custody"),
    N_("measure"),
)
LANGUAGE_NAMES = {"fr": N_("French"), "en": N_("English")}
STYLES = {
    "negated": "red",
    "hypothetical": "yellow",
    "future": "cyan",
    "attempted": "magenta",
    "announced": "cyan",
    "ending": "yellow",
    "ended": "red",
    "former": "dim",
}
SECTORS = {
    "GOV": N_("government"),
    "MIL": N_("armed forces"),
    "POL": N_("security forces"),
    "LEG": N_("parliament"),
    "JUD": N_("justice"),
    "PTY": N_("political party"),
    "OPP": N_("opposition"),
    "REB": N_("rebels"),
    "CRM": N_("criminals"),
    "CVL": N_("civilians"),
    "NGO": N_("non-governmental organisation"),
    "IGO": N_("organisation of states"),
    "BUS": N_("company"),
    "MED": N_("media"),
    "UNK": N_("not identified"),
}
QUAD_STYLES = {1: "green", 2: "bright_green", 3: "yellow", 4: "red"}


def interval_words(interval: Interval | None) -> str:
    """An interval as its partial dates, open ends left open, ``—`` for none.

    >>> from datetime import date
    >>> interval_words(Interval(date(2023, 8, 1), None, "month")), interval_words(None)
    ('2023-08 –', '—')
    """
    if interval is None:
        return "—"
    start, end = interval.partial_start, interval.partial_end
    if start == end:
        return start or "—"
    return f"{start or '…'} – {end or ''}".strip()


def flat(words: str) -> str:
    """Words on one line, a blank kept at an edge that has some.

    >>> flat("un\\n  accord "), flat("accord")
    ('un accord ', 'accord')
    """
    inner = " ".join(words.split())
    return " " * words[:1].isspace() + inner + " " * (bool(inner) and words[-1:].isspace())


def span_words(since: str | None, until: str | None) -> str:
    """The days of a standing fact, ``…`` for an unknown start, nothing after the dash while it lasts."""
    return f"{since or '…'} – {until or ''}".strip() if since or until else "—"


def count_words(quantity: Quantity) -> str:
    """A number or a range: ``17``, ``17–23``, ``≥ 29``, ``≤ 40``, ``≈ 1000``.

    >>> count_words(Quantity(29, None)), count_words(Quantity(8, 11)), count_words(Quantity(20, 20, approximate=True))
    ('≥ 29', '8–11', '≈ 20')
    """
    low, high = (
        None if bound is None else f"{bound:,.10g}".replace(",", " ") for bound in (quantity.low, quantity.high)
    )
    about = "≈ " if quantity.approximate else ""
    if low is None:
        return f"≤ {high}" if high is not None else "—"
    return f"≥ {low}" if high is None else f"{about}{low}" if low == high else f"{about}{low}–{high}"


def parties(mentions: Iterable[ActorMention], words: Words) -> Text:
    """Parties one after the other, each with country and sector."""
    found = [party(mention, words) for mention in mentions]
    return Text(", ").join(found) if found else Text("—", style="dim")


def party(mention: ActorMention, words: Words, *, full: bool = False) -> Text:
    """A party's name (``full``: as registered), with country and sector; it is said where it is only implied."""
    text = Text(name_of(mention, words, full=full), style="italic" if mention.implicit else "bold")
    if mention.implicit:
        text.append(" " + words.gettext("(implied)"), style="not bold not italic dim")
    actor = mention.actor
    codes = [code for code in (actor.country, actor.sector) if code] if actor else []
    return text.append(f" {'·'.join(codes)}", style="not bold not italic dim") if codes else text


def name_of(mention: ActorMention, words: Words, *, full: bool) -> str:
    """The name a reader knows: a party without one by what it is, an organisation by the text's shorter name."""
    actor = mention.actor
    if actor is None:
        return flat(mention.text or words.gettext("not said"))
    if actor.name == actor.sector:
        return words.gettext(SECTORS.get(actor.name, actor.name))
    said = flat(mention.text or "")
    shorter = not full and actor.kind == "organisation" and said[:1].isupper() and len(said) < len(actor.name)
    return said if shorter else actor.name


def dyad(event: Event, words: Words, *, room: int = 200) -> Text:
    """Who acts on whom, on one line where ``room`` allows, else a party a line.

    Parties of an act without recipient stand side by side.
    """
    actors = parties(event.actors, words)
    line = actors + Text(" → ") + parties(event.recipients, words) if event.recipients else actors
    if line.cell_len <= room or len(event.actors + event.recipients) < 2:
        return line
    rows = [party(mention, words) for mention in event.actors] or [Text("—", style="dim")]
    arrows = [Text("→ " if i == 0 else "  ") + party(m, words) for i, m in enumerate(event.recipients)]
    return Text("\n").join([*rows, *arrows])


def kind(event: Event, quad: int) -> Text:
    """Type, mode and theme."""
    text = Text(event.type, style=f"bold {QUAD_STYLES[quad]}")
    text.append(f"/{event.mode}" if event.mode else "", style="not bold")
    return text.append(f" [{event.theme}]" if event.theme else "", style="not bold dim")


def status(value: str, words: Words) -> Text:
    """A status in the interface's language."""
    return Text(words.gettext(value), style=STYLES.get(value, ""))


def ties(fact: Fact) -> Text:
    """Subject and object of a standing fact."""
    text = Text(label(fact.subject) if fact.subject.kind != "state" else fact.subject.name, style="bold")
    if fact.object:
        text.append(" → ", style="not bold").append(fact.object.name)
    return text
