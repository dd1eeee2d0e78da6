"""Whether an act took place: negation, tense, mood, and the words that embed it."""

from __future__ import annotations

from palabre.coding.grammar import Grammar
from palabre.types import Status, Token

NEGATORS = {
    "pas",
    "plus",
    "jamais",
    "aucun",
    "aucune",
    "nul",
    "nulle",
    "guère",
    "point",
    "personne",
    "rien",
    "ni",
    "aucunement",
}
ONLY = {"seulement", "uniquement", "simplement"}  # « n'ont pas seulement défilé »: they did, and more
BARE = {"pouvoir", "savoir", "oser", "cesser"}  # « il ne peut appuyer »: negated without « pas »
CONTENT = {"ccomp", "csubj", "xcomp"}
RANK = {"factual": 0, "future": 1, "attempted": 2, "hypothetical": 3, "negated": 4}
Verdict = tuple[Status, str]


def status_of(grammar: Grammar, i: int) -> Verdict:
    """The status of the act that token ``i`` names, and the rule that says so."""
    predicate = bool(grammar.document.children(i, "cop"))
    if predicate or (grammar.is_verb(i) and grammar.tokens[i].pos != "NOUN"):
        return _verb(grammar, i, 0)
    return _noun(grammar, i, 0)


def _verb(grammar: Grammar, i: int, depth: int) -> Verdict:
    own = _own(grammar, i)
    if depth > 6:
        return own
    return _stronger(own, _governed(grammar, i, depth))


def _own(grammar: Grammar, i: int) -> Verdict:
    """What the clause of the verb itself says."""
    if reason := negation(grammar, i):
        return "negated", reason
    if conditional_clause(grammar, i):
        return "hypothetical", "si clause"
    return _tense(grammar, i)


def _tense(grammar: Grammar, i: int) -> Verdict:
    token = grammar.tokens[i]
    auxiliaries = grammar.document.children(i, "aux:tense", "aux:pass", "aux", "cop")
    finite = [
        t
        for t in [token, *auxiliaries]
        if t.feats.get("VerbForm") == "Fin" or ("Tense" in t.feats and "Mood" in t.feats)
    ]
    for form in finite:
        if form.feats.get("Tense") == "Fut" or _future_form(form):
            return "future", "future tense"
        if form.feats.get("Mood") == "Sub" and token.dep == "acl:relcl":
            return "hypothetical", "subjunctive relative"
        if form.feats.get("Mood") == "Sub" and token.dep in CONTENT and grammar.tokens[token.head].pos == "ADJ":
            return "hypothetical", "subjunctive of an opinion"
        if form.feats.get("Mood") == "Cnd" or _conditional_form(form):
            return _conditional(grammar, i, compound=_compound(grammar, i))
    return "factual", "indicative"


def _conditional_form(form: Token) -> bool:
    """« quitteraient », « se rendrait » that the parser takes for another past: the infinitive, then its ending."""
    stem = form.lemma if form.lemma.endswith("r") else form.lemma.removesuffix("e")
    ending = form.text.lower().removeprefix(stem)
    return form.feats.get("Mood") == "Ind" and stem.endswith("r") and ending in {"ait", "aient"}


def _future_form(form: Token) -> bool:
    """« continueront » that the parser takes for a conditional: no conditional ends so."""
    return form.feats.get("Mood") == "Cnd" and form.text.lower().endswith(("ront", "rons", "rez", "ra", "ras"))


def _compound(grammar: Grammar, i: int) -> bool:
    moved = grammar.tokens[i].lemma in grammar.words.intransitive and grammar.document.children(i, "aux:pass")
    return bool(grammar.document.children(i, "aux:tense") or moved) and grammar.participle_form(i)


def _conditional(grammar: Grammar, i: int, *, compound: bool) -> Verdict:
    """Past conditional reports; the present one looks ahead in indirect speech and supposes elsewhere."""
    if compound:
        return "factual", "conditional of report"
    if any(grammar.preposition(c.i) in grammar.words.sources for c in grammar.document.children(i, "obl")):
        return "factual", "conditional of report"
    token = grammar.tokens[i]
    while token.dep == "conj" and grammar.tokens[token.head].dep == "ccomp":
        token = grammar.tokens[token.head]  # « a dit que X rentrerait et que Y partirait »
    if token.dep in {"ccomp", "conj"} and token.head != i and grammar.tokens[token.head].lemma in grammar.words.say:
        return "future", "future in the past"
    return "hypothetical", "conditional"


def negation(grammar: Grammar, i: int) -> str | None:
    """The words that negate a verb; « ne ... que » and bare « ne » do not."""
    children = grammar.document.children(i)
    for child in grammar.document.children(i, "mark", "case"):
        if child.lemma == "sans":
            return "sans"
    if any(c.text.lower() == "non" and c.i == i - 1 and c.dep == "advmod" for c in children):
        return "non"
    helpers = [c for c in children if c.dep.startswith("aux")]
    near = [*children, *(d for h in helpers for d in grammar.document.children(h.i))]
    near += [d for c in children if c.dep == "advmod" for d in grammar.document.children(c.i, "advmod")]
    words = {c.text.lower() for c in near} | {c.lemma for c in near}
    ne = bool(words & {"ne", "n'", "n’"})
    found = words & NEGATORS
    if ne and found and words.isdisjoint(ONLY):
        return f"ne ... {sorted(found)[0]}"
    if ne and _negative_argument(grammar, children):
        return "ne ... aucun"
    bare = {grammar.tokens[i].lemma, grammar.tokens[grammar.tokens[i].head].lemma} & BARE
    if ne and bare and not words & {"que", "qu'", "qu’"}:
        return "ne alone"
    return None


def _negative_argument(grammar: Grammar, children: list[Token]) -> bool:
    arguments = [c for c in children if c.dep.startswith(("nsubj", "obj", "obl"))]
    return any(
        d.lemma in NEGATORS or d.text.lower() in NEGATORS for a in arguments for d in grammar.document.children(a.i)
    )


def conditional_clause(grammar: Grammar, i: int) -> bool:
    """Whether « si » (or « en cas de ») introduces the clause; indirect questions do not count."""
    head = grammar.tokens[grammar.tokens[i].head]
    if head.lemma == "cas" and negation(grammar, head.i):
        return False  # « si X est interdit, ce n'est pas le cas de Y »
    marks = grammar.document.children(i, "mark")
    return any(m.lemma == "si" or m.text.lower() in {"si", "s'", "s’"} for m in marks)


def _governed(grammar: Grammar, i: int, depth: int) -> Verdict:
    """What the governor of a verb makes of it."""
    token = grammar.tokens[i]
    head = token.head
    if head == i:
        return "factual", "main clause"
    if token.dep == "conj" and grammar.is_verb(head):
        return _shared(grammar, i, head, depth)
    if token.dep in {"xcomp", "ccomp", "csubj", "csubj:pass", "obl", "obj", "aux:caus"}:
        return _complement(grammar, i, head, depth)
    if token.dep in {"acl", "nmod"} and token.feats.get("VerbForm") == "Inf":
        word = grammar.words.nouns.get(grammar.tokens[head].lemma)
        above = _of_noun(grammar, head, depth)
        return _stronger((word, grammar.tokens[head].lemma), above) if word else above
    if token.dep == "advcl":
        return _adverbial(grammar, i, head)
    if token.dep == "acl" and grammar.tokens[head].lemma == "ce" and grammar.is_verb(grammar.tokens[head].head):
        return _complement(grammar, i, grammar.tokens[head].head, depth)  # « s'attendre à ce que X appuie Y »
    if token.dep == "acl:relcl" and _cleft(grammar, head) and negation(grammar, head):
        return "negated", "ce n'est pas X qui"
    return "factual", "own clause"


def _cleft(grammar: Grammar, i: int) -> bool:
    """« c'est X qui », « ce ne sont pas X que »: a clause that only points out who."""
    children = grammar.document.children(i, "nsubj", "expl:subj")
    return bool(grammar.document.children(i, "cop")) and any(c.text.lower() in {"ce", "c'", "c’"} for c in children)


def _shared(grammar: Grammar, i: int, head: int, depth: int) -> Verdict:
    """A bare participle or an infinitive shares the auxiliary and the governor of its first conjunct."""
    bare = grammar.tokens[i].feats.get("VerbForm") in {"Inf", "Part"} and not grammar.document.children(
        i, "aux:tense", "aux:pass"
    )
    if not bare:
        return _governed(grammar, _finite(grammar, i, head), depth + 1)
    status, rule = _verb(grammar, head, depth + 1)
    joined = rule.startswith("sans") or any(c.lemma in {"ou", "ni"} for c in grammar.document.children(i, "cc"))
    return (status, rule) if status != "negated" or joined else ("factual", "own clause")


def _finite(grammar: Grammar, i: int, head: int) -> int:
    """The verb that a clause with a subject of its own is joined to: never an infinitive."""
    while grammar.document.children(i, "nsubj", "nsubj:pass") and grammar.tokens[head].feats.get("VerbForm") == "Inf":
        above = grammar.tokens[head].head
        if above == head or not grammar.is_verb(above) or grammar.tokens[head].dep not in {"xcomp", "obl", "advcl"}:
            break
        head = above
    return head


def _complement(grammar: Grammar, i: int, head: int, depth: int) -> Verdict:
    token, governor = grammar.tokens[i], grammar.tokens[head]
    finite = token.dep == "ccomp" and token.feats.get("VerbForm") != "Inf"
    asserted = grammar.words.status.get(governor.lemma, "factual") == "factual"
    if finite and asserted and governor.lemma in grammar.words.say:
        return "factual", f"said ({governor.lemma})"
    if finite and governor.lemma == "entendre" and token.feats.get("Mood") != "Sub":
        return "factual", "said (laisser entendre)"
    if not grammar.is_verb(head):
        return _adjective(grammar, head)
    above = _verb(grammar, head, depth + 1)
    word = _makes_of(grammar, token, governor)
    if governor.lemma in {"pouvoir", "permettre"} and _done(grammar, head):
        return above
    if governor.lemma == "vouloir" and _done(grammar, head):
        return _stronger(("attempted", "a voulu"), above)
    if governor.lemma == "devoir" and _missed(grammar, head):
        return "negated", "aurait dû"
    if governor.lemma == "devoir" and governor.feats.get("Mood") == "Cnd":
        return "future", "devrait"
    if governor.lemma == "devoir" and _done(grammar, head):
        return above
    if governor.lemma == "devoir" and governor.feats.get("Tense") in {"Imp", "Past"}:
        word = "hypothetical" if governor.feats.get("Tense") == "Imp" else word
    if governor.lemma == "entendre" and not _meant(grammar, token):
        word = None
    if word is None:
        return above
    if above[0] == "negated" and governor.lemma in grammar.words.hesitating:
        return "factual", f"ne pas {governor.lemma}"
    if above[0] == "negated" and word == "negated":
        return "factual", f"double negation ({governor.lemma})"
    if above[0] == "attempted" and governor.lemma == "empêcher":
        return "attempted", "tenter d'empêcher"
    return _stronger((word, governor.lemma), above)


def _makes_of(grammar: Grammar, token: Token, governor: Token) -> Status | None:
    """What a verb makes of its complement: « s'inquiète de voir X attaquer Y » only fears it."""
    feared = governor.lemma == "inquiéter" and token.feats.get("VerbForm") == "Inf"
    return "hypothetical" if feared else grammar.words.status.get(governor.lemma)


def _meant(grammar: Grammar, token: Token) -> bool:
    """« entend dissoudre », but not « entend X dire », « laisse entendre que »: what somebody means to do."""
    heard = grammar.document.children(token.head, "obj") or grammar.document.children(token.i, "nsubj")
    return token.feats.get("VerbForm") == "Inf" and not heard


def _missed(grammar: Grammar, i: int) -> bool:
    """« aurait dû »: what was right to do and was not done."""
    return any(a.feats.get("Mood") == "Cnd" for a in grammar.document.children(i, "aux:tense", "aux"))


def _done(grammar: Grammar, i: int) -> bool:
    """« a pu », « put »: the ability that was used."""
    auxiliaries = grammar.document.children(i, "aux:tense", "aux")
    perfect = any(a.feats.get("Mood") == "Ind" for a in auxiliaries)
    return perfect or grammar.tokens[i].feats.get("Tense") == "Past"


def _adjective(grammar: Grammar, head: int) -> Verdict:
    """« prêt à », « capable de » and the like."""
    lemma = grammar.tokens[head].lemma
    return grammar.words.status.get(lemma, "hypothetical"), lemma


def _adverbial(grammar: Grammar, i: int, head: int) -> Verdict:
    if grammar.purpose(i):
        return "hypothetical", "purpose"
    before = any(m.text.lower() == "avant" for m in grammar.document.children(i, "mark", "case"))
    return "factual", "before" if before else "adverbial clause"


def _noun(grammar: Grammar, i: int, depth: int) -> Verdict:
    token = grammar.tokens[i]
    for child in grammar.document.children(i, "det", "case", "advmod"):
        if child.lemma in {"aucun", "sans", "nul"} or child.text.lower() in {"aucun", "aucune", "sans"}:
            return "negated", child.text.lower()
        if child.text.lower() in {"tout", "toute"} and child.dep == "det":
            return "hypothetical", "any"
    for child in grammar.document.children(i, "amod", "acl"):
        if word := grammar.words.adjectives.get(child.lemma):
            return word, child.text.lower()
    if child_of_case(grammar, i):
        return "hypothetical", "en cas de"
    if grammar.preposition(i) in {"avant", "d'ici", "d'ici à", "en attendant", "en vue de"} and _ahead(grammar, token):
        return "future", "before it"
    return _of_noun(grammar, i, depth) if token.head != i else ("factual", "nominal sentence")


def _ahead(grammar: Grammar, token: Token) -> bool:
    """Whether the verb above a noun tells no past: « exige un accord avant la levée »."""
    verb = next((at for at in grammar.ancestors(token.i) if grammar.is_verb(at)), None)
    if verb is None:
        return False
    forms = [grammar.tokens[verb], *grammar.document.children(verb, "aux:tense", "aux:pass")]
    past = any(f.feats.get("Tense") in {"Past", "Imp"} and f.feats.get("VerbForm") == "Fin" for f in forms)
    return not past and not grammar.document.children(verb, "aux:tense")


def child_of_case(grammar: Grammar, i: int) -> bool:
    """« en cas de », « faute de » before a noun."""
    return (grammar.preposition(i) or "").startswith(("en cas", "faute", "à défaut", "advenant"))


def _of_noun(grammar: Grammar, i: int, depth: int) -> Verdict:
    """What governs a noun: a verb that embeds it, or another noun (« tentative de »)."""
    token = grammar.tokens[i]
    if depth > 6 or token.head == i:
        return "factual", "noun"
    head = grammar.tokens[token.head]
    if token.dep == "conj":
        return _of_noun(grammar, head.i, depth + 1)
    if head.pos == "NOUN" and token.dep in {"nmod", "obl", "appos"}:
        word = grammar.words.nouns.get(head.lemma)
        return (word, head.lemma) if word else ("factual", "noun complement")
    if grammar.is_verb(head.i) and token.dep in {"obj", "obl", "nsubj:pass", "nsubj", "xcomp"}:
        return _noun_in_clause(grammar, token, head, depth)
    return "factual", "noun"


def _noun_in_clause(grammar: Grammar, token: Token, head: Token, depth: int) -> Verdict:
    if head.lemma in grammar.words.claims:
        return "factual", f"an act that is spoken of ({head.lemma})"
    core = token.dep in {"obj", "nsubj:pass"} or (token.dep == "obl" and grammar.preposition(token.i) in {"à", "de"})
    above = _verb(grammar, head.i, depth + 1)
    if token.dep == "nsubj":
        return above if head.lemma in grammar.words.eventive else ("factual", "subject of a clause")
    if not core:
        return "factual", "adjunct"
    word = grammar.words.status.get(head.lemma)
    if head.lemma in grammar.words.support_subject and not grammar.reflexive(head.i):
        word = None  # « engager des poursuites » does what « s'engager à » only promises
    light = head.lemma in grammar.words.carrying or head.lemma in grammar.words.bringing
    if word and word != "factual":
        return _stronger((word, head.lemma), above)
    return above if light or word else ("factual", "object of a clause")


def _stronger(a: Verdict, b: Verdict) -> Verdict:
    return a if RANK[a[0]] >= RANK[b[0]] else b
