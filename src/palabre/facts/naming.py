"""Where the name of the holder of an office stands: in the title, beside it, before or behind a comma."""

from __future__ import annotations

from palabre.facts.scene import Scene
from palabre.facts.titles import cased, complement_of, is_name

_DEFINITE = frozenset({"le", "la", "l'", "l’", "du", "au"})
_CLOSING = frozenset({",", ".", "qui", "dont"})
_LINKS = frozenset({"appos", "flat:name", "flat", "nmod"})


def titled(scene: Scene, i: int) -> list[int]:
    """The name inside the title that the reader of actors put together, or beside it under another title."""
    tokens, person = scene.document.tokens, scene.person(i)
    if person is None or tokens[i].feats.get("Number") == "Plur":
        return []
    spans = [m.span for m in scene.mentions_at(i) if m.rule.startswith("person") and m.span is not None]
    last = max((span.end for span in spans), default=tokens[i].end)
    ahead = tokens[i + 1 : scene.document.sentences[tokens[i].sentence].last]
    inside = [t.i for t in ahead if t.start < last]
    beside = tokens[inside[-1] if inside else i].right + 1
    near = [*inside, *(range(beside, min(beside + 5, len(tokens))) if tokens[beside - 1].text == "," else ())]
    return [at for at in near if at in scene.naming(person) and tokens[at].sentence == tokens[i].sentence][:1]


def next_to(scene: Scene, i: int) -> list[int]:
    """« le ministre français [Luc Roy] », wherever the parser hangs the name."""
    tokens, at = scene.document.tokens, i + 1
    while at < len(tokens) and tokens[at].pos == "ADJ":
        at += 1
    known = at < len(tokens) and tokens[at].sentence == tokens[i].sentence and scene.person(at) is not None
    return [at] if known and is_name(scene, at) else []


def names_below(scene: Scene, i: int) -> list[int]:
    """« le ministre Ali Sow », « le ministre, M. Sow », « le chef de la junte, le général Sow »."""
    found: list[int] = []
    complement = complement_of(scene, i)
    for child in scene.document.children(i, *_LINKS):
        if child.i < i or cased(scene, child.i) or (complement is not None and child.dep == "nmod"):
            continue
        if is_name(scene, child.i):
            found += [child.i, *_more_names(scene, child.i)]
        elif child.dep != "nmod" and child.pos == "NOUN":
            found += names_below(scene, child.i)
    return found[:1] if scene.document.tokens[i].feats.get("Number") != "Plur" else found


def names_after_complement(scene: Scene, i: int) -> list[int]:
    """« la procureure de la Cour, [Mme X] », « le président de l'Assemblée [X] »: the parser may hang X on the body."""
    complement = complement_of(scene, i)
    if complement is None or complement.pos == "PROPN" or is_name(scene, complement.i):
        return []
    return names_below(scene, complement.i)


def name_before(scene: Scene, i: int) -> list[int]:
    """« [X], le rapporteur du texte, ... » where the parser sees no apposition."""
    tokens, at = scene.document.tokens, i - 1
    while at > 0 and tokens[at].pos in {"DET", "ADJ"}:
        at -= 1
    if at < 1 or tokens[at].text != "," or tokens[at - 1].pos != "PROPN" or tokens[at].sentence != tokens[i].sentence:
        return []
    name = at - 1
    while tokens[name].dep in {"flat:name", "flat"} and tokens[name].head < name:
        name = tokens[name].head
    closed = tokens[min(_end(scene, i), len(tokens) - 1)].text.lower() in _CLOSING or tokens[i].dep == "nsubj"
    listed = tokens[name].dep in {"conj", "nmod"} and tokens[i].dep != "nsubj:pass"
    return [name] if closed and is_name(scene, name) and not listed else []


def name_after(scene: Scene, i: int) -> list[int]:
    """« le président de la Poste, [X], ... », « le guide du pays, l'ayatollah [X] » where the parser sees none."""
    tokens, at = scene.document.tokens, _end(scene, i)
    if at >= len(tokens) - 2 or tokens[at].text != "," or not definite(scene, i):
        return []
    at += 1
    while tokens[at].pos in {"DET", "NOUN"} and at < len(tokens) - 1:
        at += 1
    last = at
    while last < len(tokens) and tokens[last].pos == "PROPN":
        last += 1
    closed = last < len(tokens) and tokens[last].text in {",", "."} and last - at > 1
    return [at] if closed and is_name(scene, at) and tokens[last].sentence == tokens[i].sentence else []


def _end(scene: Scene, i: int) -> int:
    """The token behind the words of an office, by parts of speech alone."""
    tokens, at = scene.document.tokens, i + 1
    while at < len(tokens) and tokens[at].pos in {"NOUN", "ADJ", "ADP", "DET", "PROPN", "NUM"}:
        at += 1
    return at


def _more_names(scene: Scene, i: int) -> list[int]:
    return [c.i for c in scene.document.children(i, "conj") if is_name(scene, c.i)]


def pronoun(scene: Scene, i: int) -> list[int]:
    """A pronoun that stands for a person whose name was told."""
    person = scene.person(i)
    told = scene.document.tokens[i].pos == "PRON" and person is not None and person.name[:1].isupper()
    return [i] if told else []


def persons_at(scene: Scene, at: int) -> list[int]:
    """The names at token ``at``: itself, or the one that it carries as a title."""
    if is_name(scene, at):
        return [at]
    return names_below(scene, at) or pronoun(scene, at)


def definite(scene: Scene, i: int) -> bool:
    """Whether a definite article stands before token ``i``."""
    return any(c.text.lower() in _DEFINITE for c in scene.document.children(i, "det", "case"))
