"""A reading as a JSON object, in the shape of docs/schema.json."""

from __future__ import annotations

from palabre.export.records import (
    ArticleRecord,
    CountRecord,
    DateRecord,
    EventRecord,
    EvidenceRecord,
    FactRecord,
    PartyRecord,
    PlaceRecord,
    ProblemRecord,
    QuantityRecord,
    ReadingRecord,
)
from palabre.knowledge.ontology import Ontology, load_ontology
from palabre.types import (
    Actor,
    ActorMention,
    Article,
    Event,
    Evidence,
    Fact,
    PlaceMention,
    Problem,
    Quantity,
    QuantityMention,
    Reading,
    Span,
    TimeMention,
)


def record(reading: Reading, *, ontology: Ontology | None = None) -> ReadingRecord:
    """The JSON object of ``reading``; ``ontology`` gives quad classes, CAMEO codes and Goldstein values."""
    codes = ontology or load_ontology()
    return {
        "article": _article(reading.article),
        "events": [_event(event, codes) for event in reading.events],
        "state": [_fact(fact) for fact in reading.facts],
        "problems": [_problem(problem) for problem in reading.problems],
    }


def _article(article: Article) -> ArticleRecord:
    return {
        "id": article.id,
        "source": article.source,
        "url": article.url,
        "publisher": article.publisher,
        "language": article.language,
        "published": article.published.isoformat() if article.published else None,
        "title": article.title,
        "text": article.text,
        "sections": [{"kind": s.kind, "start": s.start, "end": s.end} for s in article.sections],
        "published_at": article.published_at.isoformat() if article.published_at else None,
        "updated_at": article.updated_at.isoformat() if article.updated_at else None,
        "author": article.author,
        "section": article.section,
    }


def _event(event: Event, ontology: Ontology) -> EventRecord:
    cameo = ontology.cameo(event.type, event.mode, event.theme)
    first, *others = event.evidence
    return {
        "id": event.id,
        "event_type": event.type,
        "event_mode": event.mode,
        "contexts": list(event.contexts),
        "quad": ontology.quad(event.type),
        "goldstein": ontology.goldstein(cameo),
        "cameo": cameo,
        "status": event.status,
        "background": event.background,
        "actors": [_party(mention) for mention in event.actors],
        "recipients": [_party(mention) for mention in event.recipients],
        "theme": event.theme,
        "date": _date(event.date) if event.date else None,
        "place": _place(event.place) if event.place else None,
        "quantities": [_quantity(mention) for mention in event.quantities],
        "fatalities": _count(event.fatalities) if event.fatalities else None,
        "attributed_to": _party(event.attributed_to) if event.attributed_to else None,
        "evidence": _evidence(first),
        "repeats": [_evidence(evidence) for evidence in others],
        "trace": [{"slot": step.slot, "rule": step.rule, "text": step.text} for step in event.trace],
    }


def _party(mention: ActorMention) -> PartyRecord:
    actor, span = mention.actor, mention.span
    return {
        "text": mention.text,
        "start": span.start if span else None,
        "end": span.end if span else None,
        "id": actor.id if actor else None,
        "name": actor.name if actor else None,
        "kind": actor.kind if actor else None,
        "country": actor.country if actor else None,
        "sector": actor.sector if actor else None,
        "implicit": mention.implicit,
    }


def _date(mention: TimeMention) -> DateRecord:
    interval = mention.interval
    return {
        "start": interval.partial_start,
        "end": interval.partial_end,
        "grain": interval.grain,
        "text": mention.text,
        "anchor": mention.anchor,
    }


def _place(mention: PlaceMention) -> PlaceRecord:
    place = mention.place
    return {
        "text": mention.text,
        "start": mention.span.start,
        "end": mention.span.end,
        "id": place.id,
        "name": place.name,
        "country": place.country,
        "precision": place.precision,
        "latitude": place.latitude,
        "longitude": place.longitude,
    }


def _quantity(mention: QuantityMention) -> QuantityRecord:
    quantity = mention.quantity
    return {
        "text": mention.text,
        "start": mention.span.start,
        "end": mention.span.end,
        "low": _number(quantity.low),
        "high": _number(quantity.high),
        "unit": quantity.unit,
        "approximate": quantity.approximate,
    }


def _count(quantity: Quantity) -> CountRecord:
    return {"low": _number(quantity.low), "high": _number(quantity.high), "approximate": quantity.approximate}


def _number(value: float | None) -> float | None:
    """Whole numbers without a decimal point."""
    return int(value) if value is not None and float(value).is_integer() else value


def _evidence(evidence: Evidence) -> EvidenceRecord:
    cue = [evidence.cue.start, evidence.cue.end]
    return {"start": evidence.start, "end": evidence.end, "sentence": evidence.sentence, "cue": cue}


def _fact(fact: Fact) -> FactRecord:
    return {
        "kind": fact.kind,
        "subject": label(fact.subject),
        "object": label(fact.object) if fact.object else None,
        "value": fact.value,
        "since": fact.since,
        "until": fact.until,
        "status": fact.status,
        "evidence": _evidence(fact.evidence),
    }


def label(actor: Actor) -> str:
    """How a fact writes a party: a state or an organisation of states by its code, all others by name."""
    coded = actor.country and (actor.kind == "state" or actor.id == actor.country)
    return str(actor.country) if coded else actor.name


def _problem(problem: Problem) -> ProblemRecord:
    span = problem.span or Span(-1, -1)
    start, end = (span.start, span.end) if problem.span else (None, None)
    return {"code": problem.code, "message": problem.message, "start": start, "end": end}
