"""Values of the ledger as words: parties, days, places, states, as the interface shows them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from rich.text import Text

from palabre.cli.language import Words
from palabre.cli.legend import LANGUAGE
from palabre.cli.wording import QUAD_STYLES, SECTORS, STYLES, count_words, flat, interval_words
from palabre.knowledge.files import load_yaml
from palabre.knowledge.ontology import Ontology
from palabre.knowledge.registers import load_registers
from palabre.ledger.model import Party, State, Toll
from palabre.ledger.results import LedgerEvent
from palabre.types import Grain, Interval, Quantity


def party(one: Party, words: Words) -> Text:
    """A party's name with its country and sector; it is said where it is only implied."""
    text = Text(party_name(one, words), style="italic" if one.implicit else "bold")
    if one.implicit:
        text.append(" " + words.gettext("(implied)"), style="not bold not italic dim")
    codes = [code for code in (one.country, one.sector) if code]
    return text.append(f" {'·'.join(codes)}", style="not bold not italic dim") if codes else text


def party_name(one: Party, words: Words) -> str:
    """The name a reader knows: a party without one by what it is, an organisation by the text's shorter name."""
    if one.name == one.sector:
        return words.gettext(SECTORS.get(one.name, one.name))
    said = flat(one.text or "")
    shorter = one.kind == "organisation" and said[:1].isupper() and len(said) < len(one.name)
    return said if shorter else flat(one.name) or said or words.gettext("not said")


def outlet(publisher: str) -> str:
    """Who published it; of a file, where no outlet is known, its name."""
    return Path(publisher).name if publisher.startswith("/") else publisher


def parties(found: Iterable[Party], words: Words) -> Text:
    """Parties one after the other."""
    known = [party(one, words) for one in found]
    return Text(", ").join(known) if known else Text("—", style="dim")


def who_to_whom(event: LedgerEvent, words: Words) -> Text:
    """Who acts on whom."""
    actors = parties(event.actors, words)
    return actors + Text(" → ") + parties(event.recipients, words) if event.recipients else actors


def kind(event: LedgerEvent, ontology: Ontology) -> Text:
    """Type, mode and theme."""
    quad = ontology.quad(event.type) if event.type in ontology.types else 1
    text = Text(event.type, style=f"bold {QUAD_STYLES[quad]}")
    text.append(f"/{event.mode}" if event.mode else "", style="not bold")
    return text.append(f" [{event.theme}]" if event.theme else "", style="not bold dim")


def days(start: date | None, end: date | None, grain: Grain | None) -> str:
    """The days of an event as it is dated; ``—`` where it is not."""
    return interval_words(Interval(start, end, grain or "day") if start or end else None)


def since_until(state: State) -> Text:
    """From when to when a state held; ``≤`` before the day it was first told, where nothing says when it began."""
    if state.since is None:
        until = Interval(None, state.until, state.grain).partial_end
        first = min(state.first_known, state.until or date.max)
        return Text(f"≤ {first} – {until or ''}".strip())
    said = days(state.since, state.until, state.grain)
    return Text(said if state.until is not None or "–" in said else f"{said} –")


def due(state: State, words: Words) -> Text:
    """The day on which a decided end, or an announced beginning, is to come."""
    template = words.gettext("from {day} on") if state.status == "announced" else words.gettext("due to end on {day}")
    return Text(template.format(day=state.due), style="cyan")


def counted(low: float | None, high: float | None, *, approximate: bool) -> str:
    """A number or a range as words."""
    return count_words(Quantity(low, high, None, approximate))


def dead(deaths: Quantity, words: Words) -> Text:
    """How many died."""
    return Text(words.gettext("{n} dead").format(n=count_words(deaths)), style="red")


def toll(one: Toll, words: Words) -> str:
    """Deaths as one speaker gives them."""
    n = counted(one.low, one.high, approximate=one.approximate)
    return words.gettext("{n} dead").format(n=n)


def status(value: str, words: Words) -> Text:
    """A status in the interface's language."""
    return Text(words.gettext(value), style=STYLES.get(value, ""))


def holds(state: State, words: Words) -> Text:
    """How it stands: the value's word in the interface's language, or the article's own words of an office."""
    value = load_yaml(f"states/{state.kind}.yaml")["values"].get(state.code)
    own = state.kind == "office" or value is None
    return Text(flat(state.value) if own else value[words.gettext(LANGUAGE)], style=STYLES.get(state.status, ""))


def dimension(state: State, words: Words) -> str:
    """What the state bears on, in the interface's language; nothing where that is but its kind."""
    known = load_registers()[state.kind].dimensions.get(state.dimension or "")
    if known is not None:
        return known.labels[words.gettext(LANGUAGE)]
    return "" if state.kind == "office" else state.dimension or ""


def sides(state: State, words: Words) -> Text:
    """The parties of a state, without the codes that a heading gives already."""
    text = Text(party_name(state.subject, words), style="bold")
    if state.object is not None:
        text.append(" → ", style="not bold").append(party_name(state.object, words), style="not bold")
    return text


def sentence(said: str, cue: tuple[int, int] | None, marks: tuple[str, str], style: str = "italic") -> Text:
    """A sentence between quotes, its trigger marked where it is known."""
    start, end = cue or (len(said), len(said))
    opening, closing = marks if cue else ("", "")
    text = Text("“", style=style).append(flat(said[:start]))
    if cue:
        text.append(opening + flat(said[start:end]) + closing, style="bold underline")
    return text.append(flat(said[end:]) + "”")


def joined(parts: Iterable[Text | str]) -> Text:
    """Parts of a note, those that are empty left out."""
    known: Iterator[Text] = (part if isinstance(part, Text) else Text(part) for part in parts if part)
    return Text(" · ", style="dim").join(known)
