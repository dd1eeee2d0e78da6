"""How a slot was filled, in words: what the steps of an event say, translated where it is shown."""

from __future__ import annotations

from palabre.cli.language import N_, Words, translate

RULES = (
    N_("none"),
    N_("not said"),
    N_("the outlet"),
    N_("own adjunct"),
    N_("adjunct of a participle"),
    N_("adjunct of « {word} »"),
    N_("the day of the claim is not that of the act"),
    N_("same episode"),
    N_("continuing measure"),
    N_("undated lead: day of publication"),
    N_("« {word} » a dated event"),
    N_("names a party"),
    N_("indicative"),
    N_("future tense"),
    N_("future in the past"),
    N_("dated after publication"),
    N_("conditional"),
    N_("conditional of report"),
    N_("si clause"),
    N_("subjunctive relative"),
    N_("subjunctive of an opinion"),
    N_("purpose"),
    N_("main clause"),
    N_("own clause"),
    N_("adverbial clause"),
    N_("subject of a clause"),
    N_("object of a clause"),
    N_("nominal sentence"),
    N_("noun"),
    N_("noun complement"),
    N_("adjunct"),
    N_("before it"),
    N_("said ({word})"),
    N_("double negation ({word})"),
    N_("an act that is spoken of ({word})"),
    N_("the refusal itself"),
    N_("tied to a demand"),
    N_("pluperfect"),
    N_("dated long before publication"),
    N_("foreground"),
    N_("tells more of an act told before"),
    N_("implied by the frame"),
    N_("named elsewhere in the article"),
    N_("court named nearby"),
    N_("the demand's"),
    N_("speaker"),
    N_("subject"),
    N_("object"),
    N_("target"),
    N_("content"),
    N_("subject of the condition"),
    N_("of the blame that goes with it"),
    N_("those whom it is to help"),
    N_("doer of what was told before"),
    N_("country of the title"),
    N_("object of the act above"),
)


def in_words(rule: str, words: Words) -> str:
    """A rule in the interface's language; paths (« object.owner ») and words of the text stay as they are."""
    return translate(rule, words, RULES)
