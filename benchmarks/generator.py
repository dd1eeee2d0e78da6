"""Plausible readings in any number, to measure the ledger with: ``generate(reports, seed)``, the same for a seed.

Five years of news of forty countries, some of which are in the news far more than others. An event is told by one to
six outlets, with a day, a place or a party left out here and there, other tolls, and other words; agencies' articles
are printed by others; pages are edited; announced events come or do not. Offices, ties, troops, memberships and
measures change hands over the years, and articles mention them in passing, as news does.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from random import Random
from typing import Any, NamedTuple

from palabre.ingest.article import identify
from palabre.knowledge.places import load_places
from palabre.knowledge.registry import load_registry
from palabre.types import (
    Actor,
    ActorMention,
    Article,
    Event,
    Evidence,
    Fact,
    Interval,
    Place,
    PlaceMention,
    Quantity,
    Reading,
    Section,
    Span,
    Step,
    TimeMention,
)

SINCE, DAYS = date(2020, 1, 1), 1826
CODES = (
    "NER MLI BFA NGA SDN COD UKR ISR TCD FRA SEN CIV USA RUS CMR ETH SOM LBY DZA MAR TUN EGY GIN BEN TGO GHA CAF RWA"
    " KEN UGA MOZ MDG HTI LBN SYR TUR IRN CHN MRT ZAF"
).split()
BODIES = ("UN", "AU", "ECOWAS", "EU")
AGENCIES = ("Agence du Midi", "Agence Centrale", "Presse Unie")
OUTLETS = tuple(
    f"{name} {town}"
    for name in ("Le Quotidien de", "Radio", "La Tribune de", "L'Écho de")
    for town in ("Niamey", "Bamako", "Dakar", "Abidjan", "Paris", "Genève", "Tunis", "Kinshasa")
)
# Type, share, modes with their theme and words; who acts, who receives; how often a town is named, and deaths.
TYPES: tuple[tuple[str, float, tuple[tuple[str | None, str | None, str], ...], str, str, float, float], ...] = (
    ("ASSAULT", 0.16, (("firearms", None, "a attaqué"), (None, None, "a frappé"), ("explosives", None, "a visé"),
                       ("aerial", None, "a bombardé"), ("abduct", None, "a enlevé")), "rm", "cvm", 0.6, 0.6),
    ("ACCUSE", 0.13, (("disapprove", None, "a condamné"), ("allege", None, "a accusé")), "gop", "gmr", 0.05, 0),
    ("COERCE", 0.11, (("arrest", None, "a arrêté"), ("restrict", "border", "a fermé la frontière avec"),
                      ("seize", "territory", "a pris une base de"), ("curfew", "territory", "a mis sous couvre-feu")),
     "mlg", "pcg", 0.3, 0),
    ("REQUEST", 0.09, (("change", None, "a demandé une transition à"), ("yield", "prisoners", "a réclamé à"),
                       (None, None, "a appelé")), "gop", "gmo", 0.05, 0),
    ("REJECT", 0.06, ((None, None, "a rejeté la demande de"), ("assist", None, "a refusé l'aide de")), "gp", "go",
     0.03, 0),
    ("SANCTION", 0.06, (("discontinue", "aid", "a suspendu son aide à"),
                        ("expel", "ambassador", "a renvoyé l'envoyé de"),
                        ("withdraw", "membership", "a quitté l'instance de")), "go", "go", 0.03, 0),
    ("SUPPORT", 0.06, ((None, "agreement", "a signé un accord avec"), (None, None, "a salué l'action de")), "go", "go",
     0.15, 0),
    ("RETREAT", 0.06, (("withdraw", "troops", "a retiré ses troupes de chez"), ("release", "prisoners", "a libéré")),
     "mgr", "gcp", 0.25, 0),
    ("AGREE", 0.05, ((None, None, "a promis son concours à"), (None, "talks", "a accepté de parler avec")), "go", "go",
     0.05, 0),
    ("CONSULT", 0.06, (("visit", "relations", "s'est rendu auprès de"), (None, "talks", "a rencontré"),
                       ("phone", None, "a parlé au téléphone avec")), "go", "go", 0.4, 0),
    ("PROTEST", 0.05, (("demo", None, "a manifesté contre"), ("strike", None, "a fait grève contre")), "cp", "g",
     0.5, 0.05),
    ("MOBILIZE", 0.03, (("troops", "troops", "a déployé des soldats face à"),), "mg", "rg", 0.4, 0),
    ("AID", 0.03, ((None, "humanitarian", "a livré des vivres à"), (None, "aid", "a financé")), "go", "cg", 0.1, 0),
    ("CONCEDE", 0.03, ((None, "sanctions", "a levé les sanctions contre"),), "go", "go", 0.02, 0),
    ("THREATEN", 0.02, (("violence", None, "a menacé"),), "grm", "gm", 0.05, 0),
    ("COOPERATE", 0.01, ((None, "security", "a patrouillé avec"),), "mg", "mg", 0.2, 0),
)  # fmt: skip
# By how many outlets a story is told, and how many acts follow the first one in it: 2.24 and 2.3 in the mean.
TOLD_BY, FOLLOWED_BY = list(accumulate((0.45, 0.22, 0.13, 0.09, 0.06, 0.05))), [0.15, 0.35, 0.6, 0.8, 0.92]
REPORTS_A_STORY = 6.2
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
STATUSES = (("factual", 0.87), ("hypothetical", 0.91), ("negated", 0.95), ("future", 1.0))
# Kind, chance in an article, partner's letter, dimensions, the values that follow one another, their mean days.
TIES: tuple[tuple[Any, float, str, tuple[str | None, ...], tuple[tuple[str, str], ...], int], ...] = (
    ("relation", 0.14, "p", ("military", "aid", "diplomatic"),
     (("signed", "accord"), ("suspended", "suspension"), ("restored", "rétablissement")), 500),
    ("deployment", 0.10, "p", (None,), (("stationed", "soldats"), ("withdrawing", "retrait"), ("gone", "départ")), 600),
    ("membership", 0.08, "b", (None,), (("member", "membre"), ("suspended", "suspendu")), 800),
    ("measure", 0.10, "s", ("curfew", "border", "sanctions"),
     (("curfew", "couvre-feu"), ("curfew", "fin du couvre-feu")), 120),
)  # fmt: skip
OFFICES = (("président", "president", 0.40, 1200), ("Premier ministre", "prime-minister", 0.15, 450),
           ("ministre des Affaires étrangères", "minister-foreign", 0.08, 350))  # fmt: skip
FIRST = "Aïcha Moussa Fatou Ibrahim Mariam Ousmane Awa Salif Nadia Karim Léa Paul Ines Yves Zeinab Omar".split()
LAST = "Keïta Diallo Traoré Maïga Sow Cissé Koné Ba Ndiaye Barry Sylla Camara Touré Bello Abdou Issa".split()
FILLERS = tuple(
    f"{who} {does} {what}"
    for who in ("Des habitants joints sur place", "Un responsable qui a requis l'anonymat", "Plusieurs observateurs",
                "Une source diplomatique", "Le porte-parole", "Des associations", "La presse locale", "Des experts")
    for does in ("ont évoqué", "a rappelé", "décrit", "redoute", "dit ignorer", "minimise", "souligne", "commente")
    for what in ("la lenteur des secours dans le district", "les promesses faites au printemps", "le prix des denrées",
                 "les réserves de la commission", "la fatigue de la population", "le calendrier des pourparlers")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Country:
    """A country with its parties, by a letter for their kind, its towns, outlets, partners and phases of states."""

    code: str
    land: Place
    towns: tuple[Place, ...]
    parties: dict[str, tuple[Actor, ...]]
    outlets: tuple[str, ...]
    offices: tuple[tuple[str, str, float, Phases], ...]
    ties: tuple[tuple[float, Any, Actor, Actor, str | None, Phases], ...]


@dataclass(frozen=True, slots=True)
class Phases:
    """What follows one another: days (counted from the first one) and what holds from then on."""

    since: list[int]
    values: list[Any]

    def at(self, day: int) -> tuple[int, Any]:
        i = bisect_right(self.since, day) - 1
        return self.since[i], self.values[i]


class Happening(NamedTuple):
    """A real event, to be told by outlets."""

    kind: tuple[Any, ...]
    manner: tuple[str | None, str | None, str]
    status: str
    actor: Actor
    recipient: Actor
    place: Place
    day: int
    deaths: int


Story = list[Happening]


class Telling(NamedTuple):
    """One outlet's sentence about a happening; offsets count from the start of the sentence."""

    sentence: str
    happening: Happening
    at: tuple[int, int, int, int, int]  # date, actor, cue, recipient, place
    dated: str
    interval: Interval | None
    place: Place | None
    implied: bool
    recipient: bool
    toll: Quantity | None


def generate(reports: int, seed: int = 0) -> Iterator[Reading]:
    """Readings in the order of their days until they hold ``reports`` reports."""
    rng = Random(seed)
    countries = world(seed)
    weights = list(accumulate(1 / rank for rank in range(1, len(countries) + 1)))
    due: dict[int, list[tuple[int, str, Story]]] = defaultdict(list)
    later: dict[int, list[tuple[int, Story]]] = defaultdict(list)
    rate, owed, told = reports / (DAYS * REPORTS_A_STORY), 0.0, 0
    for day in range(DAYS + 40):
        owed += rate
        stories = [_story(rng, countries, weights, day) for _ in range(int(owed))] + later.pop(day, [])
        owed -= int(owed)
        for number, story in stories:
            _spread(rng, countries[number], number, story, day, due)
            _announce(rng, number, story, day, later)
        for reading in _editions(rng, countries, due.pop(day, []), day):
            yield reading
            told += len(reading.events)
            if told >= reports:
                return


@cache
def world(seed: int) -> tuple[Country, ...]:
    """The countries, the most told of first, the same for a seed."""
    rng = Random(f"world {seed}")
    return tuple(_country(rng, code) for code in CODES)


def _country(rng: Random, code: str) -> Country:
    registry = load_registry()
    state = _registered(code)
    named = {
        name.value.id: name.value for name in load_places().by_country.get(code, ()) if name.value.precision == "city"
    }
    towns = tuple(list(named.values())[:40]) or (Place(f"{code}:town", state.name, code, "city", 10.0, 10.0),)
    partners = [_registered(other) for other in rng.sample([c for c in CODES if c != code], 3)]
    bodies = tuple(_registered(body) for body in BODIES)
    people = _parties(rng, code, state, (*partners, *bodies))
    ties = tuple(
        (chance, kind, state, other, dimension, _phases(rng, mean, values))
        for kind, chance, letter, dimensions, values, mean in TIES
        for other in (partners if letter == "p" else bodies[1:3] if letter == "b" else [state])
        for dimension in dimensions
    )
    offices = tuple(
        (noun, name, chance, _phases(rng, mean, [_person(rng, code, "GOV") for _ in range(30)]))
        for noun, name, chance, mean in OFFICES
    )
    land = Place(code, registry.entries[code].name, code, "country")
    return Country(code, land, towns, people, (*AGENCIES, *rng.sample(OUTLETS, 5)), offices, ties)


def _parties(rng: Random, code: str, state: Actor, others: tuple[Actor, ...]) -> dict[str, tuple[Actor, ...]]:
    """Who acts in a country, by the letter of his kind."""
    low, name = code.lower(), state.name

    def some(words: str, kind: Any, sector: str, mark: str = "text") -> tuple[Actor, ...]:
        names = words.split(",")
        return tuple(
            Actor(f"{mark}:{one[:9].strip().lower()}-{low}", f"{one} ({name})", kind, code, sector) for one in names
        )

    ministers = tuple(_person(rng, code, "GOV") for _ in range(12))
    return {
        "g": (state, state, *some("gouvernement,présidence,ministère de la Défense", "institution", "GOV"), *ministers),
        "m": some("armée,aviation,garde nationale,forces spéciales,marine", "institution", "MIL"),
        "l": some("police,gendarmerie,douane", "institution", "POL"),
        "r": (*some("Front du Nord,Mouvement du Fleuve,Brigade verte", "armed-group", "REB", "group"),
              *some("hommes armés,assaillants", "group", "REB")),
        "c": some("civils,étudiants,enseignants,journalistes,magistrats,éleveurs,avocats", "group", "CVL"),
        "v": some("villageois,voyageurs,orpailleurs,pêcheurs", "group", "CVL"),
        "p": (*some("Union,Rassemblement,Alliance", "party", "OPP", "party"),
              *(_person(rng, code, "OPP") for _ in range(12))),
        "o": others,
    }  # fmt: skip


def _registered(key: str) -> Actor:
    entry = load_registry().entries[key]
    return Actor(entry.id, entry.name, entry.kind, entry.country, entry.sector)


def _person(rng: Random, code: str, sector: str) -> Actor:
    first, last = rng.choice(FIRST), rng.choice(LAST)
    return Actor(f"person:{first}-{last}-{code}".lower(), f"{first} {last}", "person", code, sector)


def _phases(rng: Random, mean: int, values: Sequence[Any]) -> Phases:
    since, found, day = [], [], -1000
    while day < DAYS + 40:
        found.append(values[len(since) % len(values)])
        since.append(day)
        day += 20 + int(rng.expovariate(1 / mean))
    return Phases(since, found)


def _story(rng: Random, countries: Sequence[Country], weights: list[float], day: int) -> tuple[int, Story]:
    """What happened in a country on a day that belongs together: an act and what others say or do about it."""
    number = bisect_right(weights, rng.random() * weights[-1])
    return number, [_happen(rng, countries[number], day) for _ in range(1 + bisect_right(FOLLOWED_BY, rng.random()))]


def _happen(rng: Random, country: Country, day: int) -> Happening:
    kind = TYPES[bisect_right(_shares(), rng.random() * _shares()[-1])]
    actor, recipient = (_pick(rng, country.parties[_pick(rng, kind[at])]) for at in (3, 4))
    chance = rng.random()
    status = next(name for name, below in STATUSES if chance < below)
    place = _pick(rng, country.towns) if rng.random() < kind[5] else country.land
    deaths = int(rng.paretovariate(1.1)) if rng.random() < kind[6] else 0
    when = day + 5 + int(rng.random() * 25) if status == "future" else day
    return Happening(kind, _pick(rng, kind[2]), status, actor, recipient, place, when, deaths)


@cache
def _shares() -> list[float]:
    return list(accumulate(kind[1] for kind in TYPES))


def _pick(rng: Random, values: Sequence[Any]) -> Any:
    return values[int(rng.random() * len(values))]


def _spread(rng: Random, country: Country, number: int, story: Story, day: int, due: Any) -> None:
    """Give a story to the outlets that tell it, on the day or up to three days after."""
    first, times = int(rng.random() * 8), bisect_right(TOLD_BY, rng.random()) + 1
    for n in range(min(times, 6)):
        chance = rng.random()
        late = 0 if chance < 0.6 else 1 if chance < 0.9 else 2 if chance < 0.97 else 3
        due[day + late].append((number, country.outlets[(first + n) % len(country.outlets)], story))


def _announce(rng: Random, number: int, story: Story, day: int, later: Any) -> None:
    """Let what was announced happen on its day, or be called off, or nothing more be heard of it."""
    for one in story:
        if one.status == "future" and one.day > day and rng.random() < 0.7:
            status = "factual" if rng.random() < 0.8 else "negated"
            later[one.day].append((number, [one._replace(status=status)]))


def _editions(
    rng: Random, countries: Sequence[Country], due: list[tuple[int, str, Story]], day: int
) -> Iterator[Reading]:
    """The articles of a day, copies and new versions among them."""
    for number, outlet, story in due:
        country = countries[number]
        told = [_tell(rng, one, day) for n, one in enumerate(story) if not n or rng.random() < 0.75]
        facts, rest = _mentions(rng, country, day), _fill(rng, 5)
        reading = _compose(rng, country, outlet, day, (told, facts, rest))
        yield reading
        chance = rng.random()
        if chance < 0.08:
            other = _pick(rng, country.outlets)
            yield _compose(rng, country, f"{other} (édition)", day, (told, facts, rest[:-1]))
        elif chance < 0.09:
            edited = (told[:-1] or told, facts, [*rest, *_fill(rng, 1)])
            yield _compose(rng, country, outlet, day + 1, edited, url=reading.article.url)


def _tell(rng: Random, one: Happening, day: int) -> Telling:
    """One outlet's sentence about a happening: parties in the order actor, act, recipient, then place and toll."""
    interval, dated = _dated(rng, one, day)
    place = None if one.place.precision == "country" and rng.random() < 0.7 else one.place
    if place is not None and rng.random() < 0.3:
        place = None
    implied, received = rng.random() < 0.08, rng.random() < 0.92
    toll = one.deaths
    if toll and rng.random() < 0.25:
        toll = max(1, toll + int(rng.gauss(0, 1 + toll / 4)))
    lead = f"{dated[:1].upper()}{dated[1:]}, " if dated else ""
    actor, recipient, cue = "" if implied else one.actor.name, one.recipient.name if received else "", one.manner[2]
    at_cue = len(lead) + len(actor) + (1 if actor else 0)
    at_recipient = at_cue + len(cue) + 1
    where = f" à {place.name}" if place is not None else ""
    at_place = at_recipient + len(recipient) + 3
    dead = f", faisant {toll} morts" if toll else ""
    tail = f", selon {int(rng.random() * 900) + 100} témoignages recueillis par {_pick(rng, FIRST)} {_pick(rng, LAST)}."
    sentence = f"{lead}{actor}{' ' if actor else ''}{cue} {recipient}{where}{dead}{tail}"
    return Telling(
        sentence, one, (0, len(lead), at_cue, at_recipient, at_place), dated, interval, place, implied, received,
        Quantity(toll, toll, "killed") if toll else None,
    )  # fmt: skip


def _dated(rng: Random, one: Happening, day: int) -> tuple[Interval | None, str]:
    chance, when = rng.random(), SINCE + timedelta(one.day)
    if one.day > day or chance < 0.15:
        return Interval(when, when), f"le {when.day} {MONTHS[when.month - 1]} {when.year}"
    if chance < 0.45:
        return Interval(when, when), WEEKDAYS[when.weekday()]
    if chance < 0.5:
        return Interval(when - timedelta(when.weekday()), when, "week"), "cette semaine"
    return None, ""


def _mentions(rng: Random, country: Country, day: int) -> list[tuple[str, int, int, Fact]]:
    """Sentences that say how things stand, with the place of their words and the fact without its evidence."""
    found = []
    for noun, name, chance, phases in country.offices:
        if rng.random() < chance:
            since, person = phases.at(day)
            dated = (SINCE + timedelta(since)).isoformat() if rng.random() < 0.1 else None
            state, start = country.parties["g"][0], len(person.name) + 2
            text = (
                f"{person.name}, {noun} ({country.land.name}), n'a pas répondu à {int(rng.random() * 9000)} messages."
            )
            found.append((text, start, start + len(noun), (name, person, state, noun, dated, noun)))
    for chance, kind, subject, other, dimension, phases in country.ties:
        if rng.random() < chance / 6:
            since, (code, word) = phases.at(day)
            dated = (SINCE + timedelta(since)).isoformat() if rng.random() < 0.2 else None
            number = int(rng.random() * 9000)
            text = f"Entre {subject.name} et {other.name} : {word}, rappelle le dossier {number} de la rédaction."
            start = text.index(word)
            found.append((text, start, start + len(word), (dimension, subject, other, word, dated, (kind, code))))
    return found  # type: ignore[return-value]


def _fill(rng: Random, count: int) -> list[str]:
    return [f"{_pick(rng, FILLERS)} ({int(rng.random() * 1_000_000)} réponses, {int(rng.random() * 5000)} avis)."
            for _ in range(count)]  # fmt: skip


def _compose(
    rng: Random, country: Country, outlet: str, day: int, parts: tuple[Any, Any, list[str]], *, url: str | None = None
) -> Reading:
    tellings, mentioned, rest = parts
    title = (
        f"{country.land.name} : {tellings[0].happening.manner[2]}, le point du {day} ({int(rng.random() * 100_000)})"
    )
    at, sentences, starts = len(title) + 2, [], []
    for text in (*(one.sentence for one in tellings), *(one[0] for one in mentioned), *rest):
        starts.append(at)
        sentences.append(text)
        at += len(text) + 1
    text = f"{title}\n\n{' '.join(sentences)}"
    published = None if rng.random() < 0.003 else SINCE + timedelta(day)
    number = int(rng.random() * 1e12)
    url = url or f"https://example.org/{country.code}/{day}/{number}"
    article = Article(
        identify(url, outlet, text), f"{outlet}-{day}-{number}.html", text, "fr", published, title, outlet, url,
        (Section("title", 0, len(title)), Section("paragraph", len(title) + 2, len(text))),
    )  # fmt: skip
    events = tuple(_event(article, n, one, starts[n]) for n, one in enumerate(tellings))
    facts = tuple(_fact(one, starts[len(tellings) + n]) for n, one in enumerate(mentioned))
    return Reading(article, events, facts, ())


def _event(article: Article, number: int, told: Telling, base: int) -> Event:
    one = told.happening
    at_date, at_actor, at_cue, at_recipient, at_place = (base + offset for offset in told.at)
    mode, theme, cue = one.manner
    actor, recipient, place = one.actor, one.recipient, told.place
    actors = (
        ActorMention(None, None, None, actor, True, "coref:chain")
        if told.implied
        else ActorMention(Span(at_actor, at_actor + len(actor.name)), actor.name, 1, actor, False, "name:name"),
    )
    recipients = (
        (
            ActorMention(
                Span(at_recipient, at_recipient + len(recipient.name)), recipient.name, 2, recipient, False, "name"
            ),
        )
        if told.recipient
        else ()
    )
    when = told.interval and TimeMention(
        Span(at_date, at_date + len(told.dated)), told.dated, told.interval, "publication", "weekday"
    )
    where = place and PlaceMention(Span(at_place, at_place + len(place.name)), place.name, 3, place, "name")
    evidence = Evidence(base, base + len(told.sentence), told.sentence, Span(at_cue, at_cue + len(cue)))
    return Event(
        f"{article.id}:{number}", one.kind[0], mode, (), one.status, False, actors, recipients, theme, when, where, (),  # type: ignore[arg-type]
        told.toll, None, (evidence,), (Step("frame", f"{one.kind[0]}.made", cue), Step("status", "indicative")),
    )  # fmt: skip


def _fact(said: Any, base: int) -> Fact:
    text, start, end, (dimension, subject, other, value, since, told) = said
    kind, code = told if isinstance(told, tuple) else ("office", told)
    evidence = Evidence(base, base + len(text), text, Span(base + start, base + end))
    return Fact(kind, subject, other, value, since, None, "current", evidence, (Step("state", code),), code, dimension)
