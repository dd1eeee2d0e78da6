"""What the codes of the briefs mean: said once, after the last one, and only for those that were shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from palabre.cli.language import N_, Words
from palabre.cli.wording import SECTORS
from palabre.knowledge.files import load_yaml
from palabre.knowledge.ontology import Ontology
from palabre.types import Event, Reading

# The code of the interface's language: the French catalogue says « fr ».
LANGUAGE = N_("en")
BODIES = ("actors/organisations.yaml", "actors/armed_groups.yaml")
IMPLIED = N_("(implied): the sentence leaves this party out")
UNDATED = N_("—: not said, or not to be told from the text")
MARKED = N_("⟦…⟧: the words that gave the event")
SPOKEN = N_("according to: said by this party, not by the outlet itself")


@dataclass(slots=True)
class Legend:
    """Gathers the codes of the readings shown."""

    words: Words
    ontology: Ontology
    marks: tuple[str, str] = ("", "")
    types: set[str] = field(default_factory=set)
    sectors: set[str] = field(default_factory=set)
    countries: set[str] = field(default_factory=set)
    signs: set[str] = field(default_factory=set)

    def add(self, reading: Reading) -> None:
        """Note what ``reading`` shows."""
        for event in reading.events:
            self.types.add(event.type)
            self._note_parties(event)
            self._note_signs(event)

    def page(self) -> RenderableType:
        """The legend; nothing where no event was shown."""
        if not self.types:
            return Group()
        title = Text(self.words.gettext("WHAT THE CODES MEAN"), style="dim")
        return Group(title, *(Padding(Text(line, style="dim"), (0, 0, 0, 2)) for line in self._lines()), Text())

    def _note_parties(self, event: Event) -> None:
        said = (event.attributed_to,) if event.attributed_to else ()
        for mention in event.actors + event.recipients + said:
            codes = (mention.actor.sector, mention.actor.country) if mention.actor else (None, None)
            self.sectors.update(code for code in codes[:1] if code)
            self.countries.update(code for code in codes[1:] if code)
            if mention.implicit:
                self.signs.add(IMPLIED)

    def _note_signs(self, event: Event) -> None:
        if event.date is None or not event.actors:
            self.signs.add(UNDATED)
        if self.marks[0]:
            self.signs.add(MARKED)
        if event.attributed_to:
            self.signs.add(SPOKEN)

    def _lines(self) -> Iterator[str]:
        """One line for each kind of code: types of event, sectors, countries, signs."""
        _ = self.words.gettext
        language = _(LANGUAGE)
        types = ((id_, row.meaning[language]) for id_, row in self.ontology.types.items() if id_ in self.types)
        yield " · ".join(_("{code}: {meaning}").format(code=id_, meaning=meaning) for id_, meaning in types)
        sectors = ((code, _(name)) for code, name in SECTORS.items() if code in self.sectors)
        known = country_names(language)
        countries = ((code, known[code]) for code in sorted(self.countries) if code in known)
        yield " · ".join(f"{code} {name}" for code, name in (*sectors, *countries))
        yield " · ".join(_(sign) for sign in (UNDATED, IMPLIED, MARKED, SPOKEN) if sign in self.signs)


def country_names(language: str) -> Mapping[str, str]:
    """What the codes of states and organisations stand for, in ``language``.

    >>> country_names("en")["DEU"], country_names("fr")["AU"]
    ('Germany', 'Union africaine')
    """
    states = {code: row[language] for code, row in load_yaml("actors/states.yaml").items()}
    rows = [row for path in BODIES for row in load_yaml(path)["entries"] if ":" not in row["id"]]
    return states | {row["id"]: row.get(language, row["name"]) for row in rows}
