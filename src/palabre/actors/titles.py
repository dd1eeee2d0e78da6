"""Titles beside names, and whom a bare surname or initials mean."""

from __future__ import annotations

from dataclasses import replace

from palabre.actors.phrases import slug, words
from palabre.actors.roles import role_party
from palabre.actors.scene import Name, Party, Scene
from palabre.types import Actor


def surname_fits(scene: Scene, name: Name) -> bool:
    """A bare surname needs the full name before it, a title, or an article about the person's country."""
    text = words(scene.document, name.first, name.last)
    known = scene.people.get(slug(text))
    if known is not None:
        return known.id == name.entry or _ranked(scene, name)
    if _namesake(scene, name):
        return False
    entry = scene.registry.by_surname([name.entry or ""], on=scene.document.article.published)
    local = entry is not None and scene.focus.counts[scene.country_of(name.head) or ""] > 0
    return local or _titled(scene, name) or _eminent(scene, entry, text)


def _eminent(scene: Scene, entry: str | None, text: str) -> bool:
    """Whether everybody knows whom a surname means: a head of state or government whose country need not be named."""
    long = len(text) > 4 and text[:1].isupper()
    return long and entry is not None and scene.registry.rules(entry, on=scene.document.article.published)


def _namesake(scene: Scene, name: Name) -> bool:
    """Whether a surname is another's: after « Mme » unless met before, or with a title of another country beside it."""
    if name.sense != "surname" or slug(words(scene.document, name.first, name.last)) in scene.people:
        return False
    previous = scene.token(name.first - 1).text.lower() if name.first else ""
    title = title_of(scene, name)
    elsewhere = title is not None and title.rule != "role:focus" and title.actors
    other = elsewhere and title is not None and title.actors[0].country != scene.country_of(name.head)
    return previous in {"mme", "mmes", "mlle", "madame"} or bool(other)


def _ranked(scene: Scene, name: Name) -> bool:
    """Whether a title, more than « M. » or « Mme », governs a name."""
    title = scene.roles.get(scene.token(name.head).head)
    return title is not None and title.role.title and title.role.lemma not in scene.lexicon.honorifics


def _titled(scene: Scene, name: Name) -> bool:
    before = scene.document.tokens[name.first - 1] if name.first else None
    if before is None or before.sentence != scene.token(name.first).sentence:
        return False
    over = scene.token(name.head).head
    title = scene.roles.get(over)
    return before.lemma.lower() in scene.lexicon.honorifics or (title is not None and title.role.title)


def title_of(scene: Scene, name: Name) -> Party | None:
    """The role beside a name: its governor (« le ministre X ») or an apposition after it (« X, ministre »)."""
    token = scene.token(name.head)
    if token.dep in {"appos", "flat:name", "nmod", "flat"} and token.head in scene.roles and not has_case(scene, name):
        return role_party(scene, token.head)
    for child in token.children:
        if scene.token(child).dep == "appos" and child in scene.roles:
            return role_party(scene, child)
    after = name.last + 2
    if after < len(scene.document.tokens) and scene.token(after - 1).text == "," and after in scene.roles:
        return role_party(scene, after) if scene.token(after).dep == "appos" else None
    return None


def has_case(scene: Scene, name: Name) -> bool:
    """Whether a preposition stands on a name."""
    return any(scene.token(c).dep == "case" for c in scene.token(name.head).children)


def initialled(scene: Scene, text: str) -> Actor | None:
    """The person met or registered whom initials and a surname mean: « B. Obama », « J-M Ayrault »."""
    initials, _, surname = text.partition(" ")
    if not surname or not initials.replace("-", "").replace(".", "").isupper() or len(initials) > 5:
        return None
    known = scene.people.get(slug(surname))
    if known is not None:
        return known if known.name[0] == initials[0] else None
    day = scene.document.article.published
    entries = [a.entry for n, a in scene.registry.match(surname.split(), 0) if a.sense == "surname"]
    fits = [e for e in entries if scene.registry.entries[e].name[0] == initials[0]]
    entry = scene.registry.by_surname(fits, on=day)
    return scene.registry.actor(entry, on=day) if entry else None


def after_honorific(scene: Scene, i: int, role: Party) -> Party:
    """The title that follows « Mme X »: « Mme Ruiz, [ministre du Budget] »; else the role itself."""
    if scene.roles[i].role.lemma not in scene.lexicon.honorifics:
        return role
    for child in scene.token(i).children:
        if child > i and scene.token(child).dep == "appos" and child in scene.roles:
            title = role_party(scene, child)
            if title is not None and title.actors:
                return replace(title, first=role.first, last=role.last)
    return role
