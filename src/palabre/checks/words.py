"""Checks of the words of a language: themes, roles, and lists that nobody reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from palabre.checks.model import Found
from palabre.checks.sources import items, plain
from palabre.checks.subject import Subject
from palabre.errors import nearest
from palabre.knowledge.embeddings import Embeddings
from palabre.knowledge.rules import SECTORS


def e401_role_without_sector(subject: Subject) -> Iterator[Found]:
    """A block of roles has no sector, or one that does not exist.

    Write sector: and one of ontology/sectors.yaml.
    """
    for row in subject.role_rows:
        if row.value.get("sector") not in SECTORS:
            roles = list(row.value.get("roles") or ())
            yield Found(
                row.file, row.line, str(roles[0]) if roles else "?", (("sector", str(row.value.get("sector"))),)
            )


def e402_role_of_an_unknown_office(subject: Subject) -> Iterator[Found]:
    """A role names an office that is not known: its holder is never found.

    Correct the name, or add the office to actors/offices.yaml.
    """
    known = {row.name for row in subject.office_rows}
    for row in subject.role_rows:
        roles = row.value.get("roles")
        named = roles if isinstance(roles, dict) else {}
        for role, office in [*named.items(), ("", row.value.get("office"))]:
            if office is not None and office not in known:
                yield Found(row.file, row.line_of("roles"), str(role or office), (("office", str(office)),))


def e403_noun_of_two_themes(subject: Subject) -> Iterator[Found]:
    """A noun stands under two themes, or under a theme that does not exist.

    Keep one; an overlay's file may give a noun another theme than the shipped one.
    """
    known = subject.ontology.themes
    for file in subject.files("{language}/themes.yaml"):
        first: dict[str, str] = {}
        for theme, at, nouns in items(subject.source(file).root):
            if theme not in known:
                yield Found(file, at, theme)
            for noun in plain(nouns) or ():
                if first.setdefault(noun, theme) != theme:
                    yield Found(file, at, str(noun), (("see also", first[noun]),))


def w401_list_that_nobody_reads(subject: Subject) -> Iterator[Found]:
    """A list of words is not read by anything.

    Correct its name, or take it out.
    """
    known = {field.name for field in fields(Embeddings)} - {"light", "carrying"}
    for file in subject.files("{language}/embeddings.yaml"):
        for name, at, _ in items(subject.source(file).root):
            if name not in known:
                meant = nearest(name, known)
                yield Found(file, at, name, (("did you mean", meant),) if meant else ())


def w402_theme_without_words(subject: Subject) -> Iterator[Found]:
    """A theme of the ontology has no noun and no frame: no event can have it.

    Give it nouns in themes.yaml, or take it out.
    """
    themed = {
        theme for file in subject.files("{language}/themes.yaml") for theme, *_ in items(subject.source(file).root)
    }
    made = {str(row.value.get("theme")) for row in subject.frame_rows}
    for file in subject.files("ontology/themes.yaml"):
        for theme, at, _ in items(subject.source(file).root):
            if theme not in themed | made:
                yield Found(file, at, theme)


def w403_noun_listed_twice(subject: Subject) -> Iterator[Found]:
    """A noun stands twice in the list of a theme.

    Keep one.
    """
    for file in subject.files("{language}/themes.yaml"):
        for theme, at, node in items(subject.source(file).root):
            nouns = plain(node) or []
            for noun in dict.fromkeys(noun for place, noun in enumerate(nouns) if noun in nouns[:place]):
                yield Found(file, at, str(noun), (("theme", theme),))
