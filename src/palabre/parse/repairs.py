"""Repairs of trees: what grammar rules out in the parser's answer, put right before anyone reads it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from palabre.knowledge.numerals import parse_number
from palabre.parse.agreement import agree, under
from palabre.parse.coordinates import rejoin
from palabre.parse.datelines import set_apart
from palabre.parse.doers import done_by
from palabre.parse.lists import complete
from palabre.parse.participles import hang
from palabre.parse.sources import equals, said, unsource
from palabre.parse.subjects import lift, share
from palabre.parse.subsets import part

CARDINALS = {"cent", "cents", "mille"}
NOMINAL = {"NOUN", "PROPN"}
CASES = {"au": "à", "aux": "à", "en": "à", "du": "de", "d'": "de", "d’": "de", "des": "de"}
QUOTES = {"«", '"', "“", "''"}
TOPIC_MARKS = {":", "-", "–", "—", "|"}
# Nouns with an infinitive of their own behind « à » or « de ».
GOVERNING = {
    "appel", "appels", "demande", "demandes", "proposition", "propositions", "menace", "menaces", "promesse",
    "promesses", "droit", "droits", "liberté", "interdiction", "obligation", "possibilité", "volonté", "refus",
    "intention", "ordre",
}  # fmt: skip
MANNER = ("ement", "ément")  # no form of a verb ends so
CONJUNCTIONS = {"lorsque", "lorsqu'", "quand", "puisque", "puisqu'", "alors que", "tandis que", "parce que"}


def mend(words: list[str], pos: list[str], feats: list[Mapping[str, str]], heads: list[int], deps: list[str]) -> None:
    """Repair the tree of one unit in place."""
    _counted([word.lower() for word in words], pos, heads, deps)
    _rejoined(pos, feats, heads, deps)
    _ordinal(words, pos, feats, heads, deps)
    _manner(words, pos, feats, heads, deps)
    _called_for(words, pos, feats, heads, deps)
    _topic(words, pos, heads, deps)
    set_apart(words, pos, heads, deps)
    _conjoined(words, pos, heads, deps)
    lift(words, pos, feats, heads, deps)
    share(pos, feats, heads, deps)
    _apposed(words, pos, heads, deps)
    _listed(words, pos, heads, deps)
    _counted_member(words, pos, heads, deps)
    _infinitive_joined(feats, heads, deps)
    _quoted(words, pos, feats, heads, deps)
    _relative_moved(words, pos, feats, heads, deps)
    _governed(words, pos, heads, deps)
    _parallel(words, pos, heads, deps)
    _agents_joined(words, pos, feats, heads, deps)
    rejoin(words, feats, heads, deps)
    hang(words, feats, heads, deps)
    part(words, pos, feats, heads, deps)
    agree(words, pos, feats, heads, deps)
    complete(words, pos, feats, heads, deps)
    unsource(words, heads, deps)
    said(words, pos, feats, heads, deps)
    equals(pos, heads, deps)
    done_by(words, pos, heads, deps)


def _counted(words: list[str], pos: list[str], heads: list[int], deps: list[str]) -> None:
    """« deux cents policiers », « quarante-six soldats »: what is counted is the head, the numeral depends on it."""
    for i in range(len(words) - 1):
        noun = i + 1
        if pos[i] == "NUM" or not _cardinal(words[i]) or heads[noun] != i or pos[noun] not in ("NOUN", "ADJ", "PROPN"):
            continue
        heads[noun], deps[noun] = noun if heads[i] == i else heads[i], deps[i]
        for j, head in enumerate(heads):
            if head == i and j != noun:
                heads[j] = noun
        heads[i], deps[i], pos[i], pos[noun] = noun, "nummod", "NUM", "NOUN" if pos[noun] == "ADJ" else pos[noun]


def _cardinal(word: str) -> bool:
    """Whether a word is a number spelled out that a parser may take for a noun."""
    return word in CARDINALS or ("-" in word and parse_number(word) is not None)


def _rejoined(pos: list[str], feats: list[Mapping[str, str]], heads: list[int], deps: list[str]) -> None:
    """« a de son côté dénoncé »: a participle behind an inserted phrase belongs to the auxiliary before that phrase."""
    for j, dep in enumerate(deps):
        if dep != "acl" or feats[j].get("VerbForm") != "Part" or heads[j] > j:
            continue
        i = heads[heads[j]]
        if pos[i] != "AUX" or deps[i].startswith("aux") or deps[i] == "cop" or i > heads[j] or heads[j] == i:
            continue
        heads[j], deps[j] = j if heads[i] == i else heads[i], deps[i]
        for k, head in enumerate(heads):
            if head == i and k not in (i, j):
                heads[k] = j
        heads[i], deps[i] = j, "aux:tense"


def _ordinal(
    words: list[str], pos: list[str], feats: list[Mapping[str, str]], heads: list[int], deps: list[str]
) -> None:
    """« la douzième accusée »: behind an ordinal, who is accused is the noun."""
    for i in range(len(words) - 1):
        j, ordinal = i + 1, words[i].rstrip("s").endswith("ième") and pos[i] == "NOUN"
        if not ordinal or heads[j] != i or deps[j] not in {"acl", "amod"} or feats[j].get("VerbForm") != "Part":
            continue
        for k, head in enumerate(heads):
            if head == i and k != j:
                heads[k] = j
        heads[j], deps[j], pos[j] = j if heads[i] == i else heads[i], deps[i], "NOUN"
        heads[i], deps[i], pos[i] = j, "amod", "ADJ"
        feats[j] = {name: value for name, value in feats[j].items() if name in {"Gender", "Number"}}


def _manner(
    words: list[str], pos: list[str], feats: list[Mapping[str, str]], heads: list[int], deps: list[str]
) -> None:
    """« demande carrément la démission »: an adverb that was taken for a verb has no object, its verb has."""
    for i, over in enumerate(heads):
        adverb = pos[i] == "VERB" and words[i].endswith(MANNER) and over != i and words[i] != "dément"
        if not adverb and not (pos[i] == "VERB" and deps[i] == "advmod" and words[i].endswith("ment")):
            continue
        verb = i - 1 if i and pos[i - 1] == "VERB" else over
        if under(verb, i, heads):
            continue
        pos[i], feats[i], heads[i], deps[i] = "ADV", {}, verb, "advmod"
        for j in range(i + 1, len(words)):
            theirs = heads[j] == i or (heads[j] == over and deps[j] == "obj")
            if theirs and not under(verb, j, heads):
                heads[j] = verb


def _called_for(
    words: list[str], pos: list[str], feats: list[Mapping[str, str]], heads: list[int], deps: list[str]
) -> None:
    """« saluer l'appel à déposer les armes »: what is called for hangs on the noun, nobody else does it."""
    for i, dep in enumerate(deps):
        infinitive = dep in {"xcomp", "nmod"} and feats[i].get("VerbForm") == "Inf"
        if not infinitive and not (dep.startswith("obl") and pos[i] == "NOUN"):
            continue
        marks = [j for j in range(1, i) if heads[j] == i and deps[j] in {"mark", "case"}]
        if not marks or CASES.get(words[marks[0]].lower(), words[marks[0]]) not in {"à", "de"}:
            continue
        noun = _calling(marks[0] - 1, words, pos, heads, deps)
        if noun is not None and (heads[i] in {heads[noun], noun} or under(heads[i], noun, heads)):
            heads[i], deps[i] = noun, "acl" if infinitive else "nmod"


def _calling(i: int, words: Sequence[str], pos: Sequence[str], heads: Sequence[int], deps: Sequence[str]) -> int | None:
    """The noun with a complement of its own that ``i`` is, or whose owner it ends (« le refus de la junte »)."""
    while pos[i] != "NOUN" or words[i] not in GOVERNING:
        if heads[i] >= i or deps[i] not in {"nmod", "amod", "acl", "flat:name"}:
            return None
        i = heads[i]
    return i if deps[i] in {"obj", "nsubj:pass", "nsubj", "obl", "nmod"} and heads[i] != i else None


def voiced(deps: list[str], heads: Sequence[int], children: Sequence[Sequence[int]]) -> list[str]:
    """The relations, subjects agreeing with their verb: passive beside ``aux:pass``, active without it or « se »."""
    for i, dep in enumerate(deps):
        if dep in ("nsubj", "nsubj:pass"):
            others = {deps[child] for child in children[heads[i]]}
            if "aux:pass" in others:
                deps[i] = "nsubj:pass"
            elif not others & {"expl:pv", "expl:pass"}:
                deps[i] = "nsubj"
    return deps


def _topic(words: list[str], pos: list[str], heads: list[int], deps: list[str]) -> None:
    """« Nigeria : l'armée libère », « RABAT - Le roi »: a name before a colon, a dash or a bar is no subject."""
    if len(words) < 4 or words[1] not in TOPIC_MARKS or pos[0] != "PROPN" or not deps[0].startswith("nsubj"):
        return
    verb = heads[0]
    others = [j for j, over in enumerate(heads) if over == verb and j != 0 and deps[j].startswith("nsubj")]
    below = [j for j, over in enumerate(heads) if over == 0 and j > 1 and deps[j] in ("appos", "conj", "nmod")]
    if not others and not below:
        return
    if not others:
        heads[below[0]], deps[below[0]] = verb, deps[0]
    deps[0] = "dislocated"


def _listed(words: list[str], pos: list[str], heads: list[int], deps: list[str]) -> None:
    """« A, B, C et D »: names set between commas before a coordinated name are coordinated too."""
    for i, dep in enumerate(deps):
        if dep != "appos" or pos[i] != "PROPN" or i == 0 or words[i - 1] != ",":
            continue
        first = heads[i]
        while deps[first] == "appos" and pos[heads[first]] == "PROPN" and heads[first] != first:
            first = heads[first]
        chained = [
            j for j, over in enumerate(heads) if over == first and deps[j] == "conj" and pos[j] == "PROPN" and j > i
        ]
        if pos[first] == "PROPN" and chained and _joined_by_and(chained, heads, deps):
            heads[i], deps[i] = first, "conj"


def _counted_member(words: list[str], pos: list[str], heads: list[int], deps: list[str]) -> None:
    """« des juges, une dizaine d'avocats et un greffier »: what is counted before « et » is a member of the list."""
    for i, dep in enumerate(deps):
        first = heads[i]
        if dep != "appos" or pos[i] != "NOUN" or first > i or pos[first] not in NOMINAL:
            continue
        many = words[i].lower().rstrip("s").endswith("aine") or any(
            heads[j] == i and deps[j] == "nummod" for j in range(first, i)
        )
        left = min((j for j in range(first + 1, i) if heads[j] == i and deps[j] != "punct"), default=i)
        last = next((j for j in range(i + 1, len(words)) if _follows(j, first, heads, deps)), None)
        joint = next((j for j in range(i + 1, last or i) if deps[j] == "cc" and heads[j] in (last, heads[first])), None)
        if many and last is not None and joint is not None and words[left - 1] == "," and words[joint - 1] != ",":
            deps[i] = deps[last] = "conj"
            heads[last], heads[joint] = first, last


def _follows(i: int, first: int, heads: Sequence[int], deps: Sequence[str]) -> bool:
    """Whether a word is coordinated with the first of a list, or was taken for another subject of its verb."""
    again = heads[i] == heads[first] != first and deps[i] == deps[first] and deps[i].startswith("nsubj")
    return again or (heads[i] == first and deps[i] == "conj")


def _joined_by_and(conjuncts: list[int], heads: list[int], deps: list[str]) -> bool:
    return any(deps[k] == "cc" and over in conjuncts for k, over in enumerate(heads))


def _infinitive_joined(feats: list[Mapping[str, str]], heads: list[int], deps: list[str]) -> None:
    """« accuse X d'espionnage et d'avoir tué »: an infinitive behind « de » is a complement, no second main verb."""
    for i, dep in enumerate(deps):
        if dep != "conj" or feats[heads[i]].get("VerbForm") != "Fin":
            continue
        below = [j for j, over in enumerate(heads) if over == i and j < i]
        infinitive = feats[i].get("VerbForm") == "Inf" or any(
            deps[j].startswith("aux") and feats[j].get("VerbForm") == "Inf" for j in below
        )
        if infinitive and any(deps[j] == "mark" for j in below):
            deps[i] = "xcomp"


def _quoted(
    words: list[str], pos: list[str], feats: list[Mapping[str, str]], heads: list[int], deps: list[str]
) -> None:
    """« ils voulaient « attaquer le port » »: an infinitive that opens a quotation completes the verb before it."""
    for i in range(2, len(words)):
        if words[i - 1] not in QUOTES or feats[i].get("VerbForm") != "Inf" or heads[i] == i:
            continue
        mark = i - 2 if words[i - 2].lower() in {"de", "d'", "d’", "à"} else None
        verb = i - 2 if mark is None else i - 3
        finite = verb >= 0 and pos[verb] == "VERB" and feats[verb].get("VerbForm") == "Fin"
        if not finite or heads[i] == verb or under(verb, i, heads):
            continue
        if not any(over == verb and deps[j] == "xcomp" for j, over in enumerate(heads)):
            heads[i], deps[i] = verb, "xcomp"
            if mark is not None and not under(i, mark, heads):
                heads[mark], deps[mark] = i, "mark"


def _relative_moved(
    words: list[str], pos: list[str], feats: list[Mapping[str, str]], heads: list[int], deps: list[str]
) -> None:
    """« les griefs du Rwanda, qui l'accuse »: a relative is of the nearest noun where only that agrees."""
    for verb, dep in enumerate(deps):
        noun = heads[verb]
        if dep != "acl:relcl" or noun > verb:
            continue
        who = next((j for j in range(noun, verb) if heads[j] == verb and words[j].lower() == "qui"), None)
        forms = [verb, *(j for j in range(noun, verb) if heads[j] == verb and deps[j].startswith("aux"))]
        number = next((n for j in forms if feats[j].get("VerbForm") == "Fin" and (n := feats[j].get("Number"))), None)
        if who is None or number is None or feats[noun].get("Number", number) == number:
            continue
        near = who - 1 - (words[who - 1] == ",")
        while near > noun and (deps[near].startswith("flat") or pos[near] not in NOMINAL):
            near = heads[near] if heads[near] < near else noun
        if number == "Plur" and deps[near] == "conj" and heads[near] > noun:
            heads[verb] = heads[near] if not under(heads[near], verb, heads) else noun
            continue
        agrees = feats[near].get("Number", "Sing") == number and pos[near] in NOMINAL
        if near > noun and agrees and not under(near, verb, heads):
            heads[verb] = near


def _governed(words: list[str], pos: list[str], heads: list[int], deps: list[str]) -> None:
    """« annonce la démission du ministre »: a noun behind « de » is a complement of the noun before, no subject."""
    for i, dep in enumerate(deps):
        if not dep.startswith("nsubj") or pos[i] not in NOMINAL:
            continue
        case = next((j for j in range(i) if heads[j] == i and deps[j] == "case"), None)
        if case is None or case == 0 or words[case].lower() not in {"du", "de", "d'", "d’"} or pos[case - 1] != "NOUN":
            continue
        if not under(case - 1, i, heads):
            heads[i], deps[i] = case - 1, "nmod"


def _parallel(words: list[str], pos: list[str], heads: list[int], deps: list[str]) -> None:
    """« en Côte d'Ivoire et au Gabon »: a conjunct with a preposition goes with the phrase that has the same one."""
    cases = {heads[j]: CASES.get(words[j].lower(), words[j].lower()) for j in range(len(words)) if deps[j] == "case"}
    for i, dep in enumerate(deps):
        head = heads[i]
        if dep != "conj" or i not in cases or pos[i] not in NOMINAL or cases.get(head) == cases[i]:
            continue
        over = head
        while (
            deps[over] in ("nmod", "flat:name", "appos", "conj") and heads[over] < over and cases.get(over) != cases[i]
        ):
            over = heads[over]
        if over != head and cases.get(over) == cases[i] and deps[over].startswith(("nmod", "obl", "obj")):
            heads[i] = over


def _conjoined(words: list[str], pos: list[str], heads: list[int], deps: list[str]) -> None:
    """« ... lorsqu'un avion a frappé »: a conjunction introduces a clause, so the noun behind it is its subject."""
    for i, word in enumerate(words):
        noun = heads[i]
        if word.lower().replace("’", "'") not in CONJUNCTIONS or deps[i] != "case" or pos[noun] not in NOMINAL:
            continue
        over = heads[noun]
        verb = next(
            (j for j in range(noun + 1, len(words)) if heads[j] == over and deps[j] in ("parataxis", "conj")), None
        )
        if (
            verb is None
            or over == noun
            or deps[noun] != "obl"
            or any(heads[j] == verb and deps[j].startswith("nsubj") for j in range(len(words)))
        ):
            continue
        heads[noun], deps[noun], heads[i], deps[i], deps[verb] = verb, "nsubj", verb, "mark", "advcl"


def _apposed(words: list[str], pos: list[str], heads: list[int], deps: list[str]) -> None:
    """« son allié, la Russie »: a coordination without conjunction of a common noun and one name is an apposition."""
    for i, dep in enumerate(deps):
        head = heads[i]
        if dep != "conj" or pos[i] != "PROPN" or pos[head] not in {"NOUN", "PRON", "NUM"} or head > i:
            continue
        below = [j for j, over in enumerate(heads) if over in (head, i) and j != i]
        chained = any(deps[j] == "conj" or (deps[j] in ("cc", "case") and j > head) for j in below if heads[j] == i)
        chained = chained or any(deps[j] in ("conj", "cc") and j > head for j in below if heads[j] == head)
        if not chained and "," in words[head + 1 : i]:
            deps[i] = "appos"


def _agents_joined(
    words: list[str], pos: list[str], feats: list[Mapping[str, str]], heads: list[int], deps: list[str]
) -> None:
    """« la décision, condamnée par A, B et C, a ... »: names listed behind an agent are agents too."""
    for agent, dep in enumerate(deps):
        participle = heads[agent]
        noun = heads[participle]
        if dep != "obl:agent" or deps[participle] != "acl" or feats[noun].get("Number") != "Sing" or noun > participle:
            continue
        listed = [j for j in range(agent + 1, len(words)) if heads[j] == noun and deps[j] == "conj"]
        if not listed or not _singular_subject(noun, feats, heads, deps):
            continue
        for j in listed:
            heads[j] = agent


def _singular_subject(noun: int, feats: list[Mapping[str, str]], heads: list[int], deps: list[str]) -> bool:
    """Whether the verb above a noun agrees with one thing, so that nothing is coordinated with its subject."""
    verb = heads[noun]
    if not deps[noun].startswith("nsubj"):
        return False
    forms = [verb, *(j for j, over in enumerate(heads) if over == verb and deps[j].startswith("aux"))]
    finite = [feats[j] for j in forms if feats[j].get("VerbForm") == "Fin"]
    return any(f.get("Number") == "Sing" for f in finite)
