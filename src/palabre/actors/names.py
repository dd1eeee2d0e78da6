"""Names: those of the registry, longest first, and runs of proper nouns that the registry lacks."""

from __future__ import annotations

from collections.abc import Iterator, Set

from palabre.actors.lexicon import Lexicon
from palabre.actors.phrases import NOMINAL, words
from palabre.actors.scene import Name, RoleHit
from palabre.knowledge.registry import Alias, Registry
from palabre.types import Document, Sentence, Token

_ROLE_STARTS = frozenset({"NOUN", "PROPN", "ADJ", "VERB", "X", "NUM"})
_PARTICLES = frozenset("de d' d’ du des ag al el ben bin ibn ould von van der da dos le la abou".split())


def scan(document: Document, registry: Registry, lexicon: Lexicon) -> tuple[dict[int, Name], dict[int, RoleHit]]:
    """Names by each of their tokens, and roles by their head."""
    names: dict[int, Name] = {}
    roles: dict[int, RoleHit] = {}
    for sentence in document.sentences:
        tokens = document.tokens[sentence.first : sentence.last]
        texts = [t.text for t in tokens]
        for name in _spelt(document, registry, sentence, texts):
            names.update((i, name) for i in range(name.first, name.last + 1))
        for name in _registered(document, registry, sentence, texts):
            names.update((i, name) for i in range(name.first, name.last + 1) if i not in names)
        hits = [h for h in _roles(document, registry, sentence, tokens, texts) if not _swallowed(h, names)]
        roles.update((hit.head, hit) for hit in hits)
        taken = {i for hit in hits if hit.first < hit.last for i in range(hit.first, hit.last + 1)}
        taken |= {hit.head for hit in hits if hit.role.lemma in lexicon.honorifics}
        for name in _runs(document, registry, lexicon, sentence, names.keys() | taken):
            names.update((i, name) for i in range(name.first, name.last + 1))
    return names, roles


def _spelt(document: Document, registry: Registry, sentence: Sentence, texts: list[str]) -> Iterator[Name]:
    """Names in capitals that the acronym behind them spells, in any language: « the New Reform Party (NRP) »."""
    for at in range(3, len(texts) - 1):
        acronym = texts[at]
        if texts[at - 1] != "(" or texts[at + 1] != ")" or not acronym.isupper() or not 2 < len(acronym) < 7:
            continue
        start = at - 1 - len(acronym)
        run = texts[start : at - 1] if start >= 0 else []
        if [w[0] for w in run] != list(acronym) or any(n == len(run) for n, _ in registry.match(texts, start)):
            continue
        first, last = sentence.first + start, sentence.first + at - 2
        yield Name(first, last, head_of(document, first, last), None, "unknown")


def _registered(document: Document, registry: Registry, sentence: Sentence, texts: list[str]) -> Iterator[Name]:
    at = 0
    while at < len(texts):
        step = 1
        for length, alias in registry.match(texts, at):
            first, last = sentence.first + at, sentence.first + at + length - 1
            if alias.sense != "demonym-plural" and not _part_of_longer(document, first, last, alias):
                first = _widened(document, registry, first, last, alias)
                yield Name(first, last, head_of(document, first, last), alias.entry, alias.sense)
                step = length
                break
        at += step


def _widened(document: Document, registry: Registry, first: int, last: int, alias: Alias) -> int:
    """Where a person's name begins, however the first name before the known part is spelt."""
    before = first - 1
    person = alias.sense == "name" and alias.entry.startswith("person:") and last > first
    if not person or before < 0 or document.tokens[before].pos != "PROPN":
        return first
    same = registry.near(words(document, before, last)) == alias.entry
    return before if same and document.tokens[before].sentence == document.tokens[first].sentence else first


def _part_of_longer(document: Document, first: int, last: int, alias: Alias) -> bool:
    """Whether a one-word name is only part of another: « Paris Saint-Germain », « Brigitte Macron »."""
    if last > first:
        return False
    return any(_joined(document, first, i) for i in (first - 1, last + 1))


def _joined(document: Document, i: int, other: int) -> bool:
    tokens = document.tokens
    if not 0 <= other < len(tokens) or tokens[i].sentence != tokens[other].sentence:
        return False
    a, b = tokens[min(i, other)], tokens[max(i, other)]
    if b.text[:1].islower() or a.text[:1].islower() or not b.text[:1].isalpha():
        return False
    return (b.head == a.i or b.head == a.head) and b.dep.startswith("flat") and a.pos == "PROPN"


def head_of(document: Document, first: int, last: int) -> int:
    """The token of ``first`` to ``last`` that hangs outside, the first noun of them if several do."""
    tokens = document.tokens
    outside = [i for i in range(first, last + 1) if not first <= tokens[i].head <= last or tokens[i].head == i]
    nominal = [i for i in outside if tokens[i].pos in NOMINAL]
    return (nominal or outside or [first])[0]


def _runs(
    document: Document, registry: Registry, lexicon: Lexicon, sentence: Sentence, taken: Set[int]
) -> Iterator[Name]:
    """Runs of proper nouns without a registered name; a known person's misspelt name finds its entry."""
    i = sentence.first
    while i < sentence.last:
        if i in taken or not (_proper(document.tokens[i], lexicon) or _first_name(document, lexicon, i)):
            i += 1
            continue
        last = _run_end(document, lexicon, sentence, i, taken)
        entry = registry.near(words(document, i, last)) if last > i else None
        yield Name(i, last, head_of(document, i, last), entry, "spelling" if entry else "unknown")
        i = last + 1


def _run_end(document: Document, lexicon: Lexicon, sentence: Sentence, first: int, taken: Set[int]) -> int:
    last, i = first, first + 1
    while i < sentence.last and i not in taken:
        token = document.tokens[i]
        if (_proper(token, lexicon) and (token.dep != "appos" or token.head == last)) or _inner(document, i):
            last = i
        elif not (token.text.lower() in _PARTICLES and token.dep.startswith("flat")):
            break
        i += 1
    return last


def _proper(token: Token, lexicon: Lexicon) -> bool:
    lemma = token.lemma.lower() if token.text[:1].isupper() else ""
    if not lemma or lemma in lexicon.not_names or lemma in lexicon.numbers:
        return False
    return token.pos == "PROPN" or (
        len(token.text) > 1 and token.text.isalpha() and token.text.isupper() and token.pos in _MISTAGGED
    )


def _first_name(document: Document, lexicon: Lexicon, i: int) -> bool:
    """Whether a capitalised noun opens a person's name: « Jérémie Sand », where the tagger missed the first name."""
    token, following = document.tokens[i], document.tokens[i + 1 : i + 2]
    if not token.text[:1].isupper() or token.pos not in _MISTAGGED or token.lemma.lower() in lexicon.honorifics:
        return False
    return (
        bool(following) and following[0].dep == "flat:name" and following[0].head == i and following[0].pos == "PROPN"
    )


def _inner(document: Document, i: int) -> bool:
    """Whether token ``i`` is a capitalised particle or a name part that the tagger missed: « Jean Le Roux »."""
    token = document.tokens[i]
    if not token.text[:1].isupper() or token.pos == "PUNCT":
        return False
    return token.dep.startswith("flat") or token.text.lower() in _PARTICLES


_MISTAGGED = frozenset({"NOUN", "X", "PRON", "ADJ"})


def _roles(
    document: Document, registry: Registry, sentence: Sentence, tokens: tuple[Token, ...], texts: list[str]
) -> Iterator[RoleHit]:
    lemmas = [t.lemma.lower() for t in tokens]
    former = [lemma.startswith("ex-") for lemma in lemmas]
    lemmas = [lemma.removeprefix("ex-") for lemma in lemmas]
    at = 0
    while at < len(lemmas):
        hit = (
            registry.match_role(lemmas, texts, at)
            if tokens[at].pos in _ROLE_STARTS and texts[at][0].isalpha()
            else None
        )
        if hit is None:
            at += 1
            continue
        length, role = hit
        first = sentence.first + at
        head = head_of(document, first, first + length - 1)
        if _noun_like(document.tokens[head], tokens) and not _surname(document, first, length):
            yield RoleHit(first, first + length - 1, head, role, former[at])
        at += length


def _noun_like(token: Token, tokens: tuple[Token, ...]) -> bool:
    """Whether a word that may be a role is a noun here: « trois militaires », not « aide militaire »."""
    if token.pos in NOMINAL:
        return token.dep != "amod"
    if token.pos not in {"ADJ", "NUM", "VERB"} or token.dep not in _SLOTS:
        return False
    return any(tokens[c - tokens[0].i].dep in {"det", "nummod", "case"} for c in token.children)


def _surname(document: Document, i: int, length: int) -> bool:
    """Whether a word that is also a trade follows a first name or « M. »: « Alain Boulanger », « Mme Charpentier »."""
    token, before = document.tokens[i], document.tokens[i - 1] if i else None
    if length > 1 or before is None or not token.text[:1].isupper() or token.text.isupper():
        return False
    called = before.text in _HONORIFICS
    return called or (token.dep.startswith("flat") and before.pos == "PROPN" and before.text[:1].isupper())


_HONORIFICS = frozenset({"M.", "Mme", "Mlle", "MM.", "Mmes", "Me", "Dr", "Monsieur", "Madame"})
_SLOTS = frozenset({"nsubj", "nsubj:pass", "obj", "obl", "obl:agent", "nmod", "conj", "iobj", "root", "appos"})


def _swallowed(hit: RoleHit, names: dict[int, Name]) -> bool:
    name = names.get(hit.head)
    return name is not None and name.entry is not None and name.last - name.first >= hit.last - hit.first


def glosses(document: Document, names: dict[int, Name]) -> dict[str, int]:
    """Acronyms in brackets after a name, with the token that heads the name: « Front pour X (FPX) »."""
    found: dict[str, int] = {}
    tokens = document.tokens
    for token in tokens[2:]:
        if token.text.isupper() and len(token.text) > 1 and tokens[token.i - 1].text == "(":
            name = names.get(token.i - 2)
            spelt = name is not None and _initials(document, name) == token.text
            head = name.head if name is not None and spelt else _spelt_out(document, token)
            if head is not None:
                found.setdefault(token.text, head)
    return found


def _initials(document: Document, name: Name) -> str:
    return "".join(t.text[0] for t in document.tokens[name.first : name.last + 1])


def _spelt_out(document: Document, acronym: Token) -> int | None:
    """The innermost noun before an acronym that has its first letter and a capital, up the phrase it closes."""
    i = acronym.i - 2
    for _ in range(8):
        token = document.tokens[i]
        if token.pos in NOMINAL and token.text[0] == acronym.text[0]:
            return i
        if token.head >= i or document.tokens[token.head].pos not in {*NOMINAL, "ADJ", "ADP"}:
            return None
        i = token.head
    return None
