"""The interface's language: English as written in the code, French from the catalogue."""

from __future__ import annotations

import gettext
import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from palabre.cli.archived import ARCHIVES
from palabre.cli.marking import N_ as N_

CATALOGUES = Path(__file__).resolve().parent.parent / "locale"
LANGUAGES = ("en", "fr")
_FIELD = re.compile(r"\\\{(\w+)\\\}")


class Words(Protocol):
    """What gives the words of the interface; ``gettext.NullTranslations`` is one."""

    def gettext(self, message: str) -> str: ...  # noqa: D102
    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str: ...  # noqa: D102


# What the rooms below say when they refuse something; shown in the interface's language.
MESSAGES = (
    N_("the file is empty"),
    N_("the text is empty"),
    N_("the file does not exist"),
    N_("the file cannot be opened: {reason}"),
    N_("the file is binary, not text"),
    N_("the file is {format}, not text"),
    N_("the encoding of the text is unknown"),
    N_("byte {number} does not fit the {encoding} mark at its head"),
    N_("the file is larger than {number} MB"),
    N_("the folder holds no article"),
    N_("the line is longer than {number} MB"),
    N_("the line is not JSON (column {number})"),
    N_("the line is not JSON (too deep)"),
    N_("the line is not a JSON object"),
    N_("the line has neither “text” nor “html”"),
    N_("“{key}” is not a string"),
    N_("the date “{words}” cannot be read"),
    N_("the page is not HTML that can be read"),
    N_("no article text was found in the page"),
    N_("the article is in {language}, a language that is not read yet"),
    N_("{language} was asked for, a language that is not read yet"),
    N_("the article does not seem to be in French, the language that is read"),
    N_("the article could not be read: {reason}"),
    N_("give an article"),
    N_("give plain text, HTML or JSONL"),
    N_("give the article's text"),
    N_("give the article's words"),
    N_("give files named {names}"),
    N_("give one article a file, or JSONL"),
    N_("give one article a line"),
    N_("check its name"),
    N_("check its rights"),
    N_("save the file as UTF-8"),
    N_("save the document as text or HTML"),
    N_("save the article's words as plain text"),
    N_("name it .pdf, or give it as a file of its own"),
    N_("unpack it first, for instance with gunzip"),
    N_("unpack it, or save the document as text or HTML"),
    N_("write one object a line"),
    N_("write it between quotes"),
    N_("write it as 2023-12-31"),
    N_("leave --language out"),
    N_("pass --language fr if the article is in French"),
    N_("please report it with the article"),
    N_("a PDF file"),
    N_("a zip archive or an office document"),
    N_("a gzip archive"),
    N_("an old office document"),
    N_("a PNG image"),
    N_("a JPEG image"),
    N_("a GIF image"),
    N_("an RTF document"),
    N_("a SQLite database"),
    N_("French"),
    N_("English"),
    N_("Spanish"),
    N_("Portuguese"),
    N_("German"),
    N_("Italian"),
    N_("Dutch"),
    N_("Arabic"),
    N_("Hausa"),
    N_("Swahili"),
    N_("Russian"),
    N_("Ukrainian"),
    N_("Chinese"),
    N_("Japanese"),
    N_("Turkish"),
    N_("Persian"),
    N_("Somali"),
    N_("Amharic"),
    N_("Catalan"),
    N_("Romanian"),
    N_("Polish"),
    N_("Wolof"),
    N_("Fulah"),
    N_("Bambara"),
    N_("Yoruba"),
    N_("Igbo"),
    N_("Malagasy"),
    N_("Korean"),
    N_("Hindi"),
)


# What pages and PDF files are refused for.
PAGES = (
    N_("the page is JSON, no HTML"),
    N_("the page is a set of frames, its words are in {names}"),
    N_("the page tells of an error and holds no article"),
    N_("the page holds the results of a search, no article"),
    N_("the page asks its reader to log in, and holds no article"),
    N_("the page lists articles and is none itself"),
    N_("the page shows more than {number} characters, too many for one article"),
    N_("the PDF holds no text, only pictures of it (a scan, or an empty file)"),
    N_("the PDF is broken: {reason}"),
    N_("the PDF is locked by a password"),
    N_("the PDF has {number} pages, too many for one article"),
    N_("the PDF holds too much text for one article"),
    N_("page {number} of the PDF cannot be read"),
    N_("give the article's page, or JSON lines in a .jsonl file"),
    N_("give these pages"),
    N_("give the article's own page"),
    N_("give one article a page"),
    N_("give the article's pages"),
    N_("run text recognition on it, for instance with ocrmypdf"),
    N_("save it again, or give its text"),
    N_("save it without one"),
    N_("save it again"),
)

# What the data files, a palabre.toml and its folders are refused for.
REFUSALS = (
    N_("the file cannot be read"),
    N_("the file is not valid YAML"),
    N_("the file is not valid TOML: {reason}"),
    N_("byte {number} is not UTF-8"),
    N_("“{key}” is not known"),
    N_("a section is wanted"),
    N_("a list of folders is wanted"),
    N_("the folder {name} does not exist"),
    N_("the folder does not exist"),
    N_("the folder holds no data file"),
    N_("the file would not be read"),
    N_("the names of states are generated"),
    N_("expected key: value rows, found {word}"),
    N_("missing {names}"),
    N_("unknown {names}"),
    N_("unknown country"),
    N_("unknown theme"),
    N_("the id {name} stands twice"),
    N_("the role stands twice"),
    N_("{name} stands twice"),
    N_("cannot read the term {words}"),
    N_("ends on {day}, before it begins on {other}"),
    N_("unreadable date {words}"),
    N_("both {office} in {day}"),
    N_("coordinates off the globe"),
    N_("no type or no frames"),
    N_("no example"),
    N_("two frames are named {name}"),
    N_("a frame needs a name and verbs, nouns or adjectives"),
    N_("correct it there"),
    N_("did you mean {word}?"),
    N_("use only: {names}"),
    N_("use one of {names}"),
    N_("known keys are {names}"),
    N_("make it, or correct its name"),
    N_("correct the path in palabre.toml"),
    N_("put files in it: {names}"),
    N_("name it .yaml"),
    N_("name it as one of {names}"),
    N_("add names in actors/states_aliases.yaml"),
    N_("the name of a file is wanted"),
    N_("write [{name}] and below it {words}"),
    N_("write {words}"),
    N_("see the file's head"),
    N_("add what is missing"),
    N_("add it to {file}"),
    N_("add it to {file} or use one of that file"),
    N_("give one of them its own id"),
    N_("keep one"),
    N_("rename one of them"),
    N_("swap or correct the dates"),
    N_("correct the dates"),
    N_("fill it or remove it"),
    N_("use ISO alpha-3 or a registered code"),
    N_("use ISO 3166 alpha-3, or INT for areas of several states"),
    N_("register it, or correct the id"),
    N_("write latitude, then longitude, in degrees"),
    N_("write type: and frames:, as in the shipped files"),
    N_("give one sentence under 'example' and its coding under 'codes'"),
    N_("see docs on adding a frame"),
    N_("name a file of frames"),
    N_("{key} is not {shape}"),
    N_("unknown condition {word}; known: {names}"),
    N_("a list of texts"),
    N_("a text"),
    N_("conditions by path"),
    N_("sectors by slot"),
)

# What the ledger, a question to it and a folder to work in are refused for.
LEDGER = (
    N_("the disk is full"),
    N_("the disk refuses to write or read"),
    N_("the ledger cannot be written"),
    N_("another program is writing to the ledger"),
    N_("the ledger is damaged"),
    N_("the file is not a ledger of Palabre"),
    N_("the ledger cannot be opened"),
    N_("the ledger cannot be used: {reason}"),
    N_("there is no ledger here"),
    N_("this is a folder, not a ledger"),
    N_("the ledger is of version {number}, newer than this Palabre"),
    N_("the ledger is of version {number}, older than this Palabre"),
    N_("the ledger was closed"),
    N_("the day of publication is unknown"),
    N_("there is no such event"),
    N_("there is no such report"),
    N_("the event was withdrawn, or is said to be none"),
    N_("another event is wanted"),
    N_("this is the same event already"),
    N_("this is one and the same id"),
    N_("nothing is corrected"),
    N_("unknown actor"),
    N_("unknown event type"),
    N_("unknown mode of this type"),
    N_("unknown mode"),
    N_("unknown status"),
    N_("unknown kind of state"),
    N_("unknown dimension"),
    N_("unknown office"),
    N_("unknown order"),
    N_("unknown sector"),
    N_("unknown code"),
    N_("this names several"),
    N_("this is not a day"),
    N_("a day is wanted"),
    N_("the last day is before the first"),
    N_("two sides are wanted"),
    N_("there is no word in it"),
    N_("a number below 0 was given"),
    N_("this names no place in the list"),
    N_("the file exists already"),
    N_("this is a file, not a folder"),
    N_("the file cannot be written: {reason}"),
    N_("free some space, and start again: what was recorded is kept"),
    N_("check its space and its health; what was recorded is kept"),
    N_("check its rights and those of its folder"),
    N_("check the path and its rights"),
    N_("wait until it has finished, and start again"),
    N_("restore a copy of it, or ingest the articles anew"),
    N_("name another file"),
    N_("name another folder"),
    N_("it is left as it is; name another folder"),
    N_("make one with: {command}"),
    N_("name the file, such as palabre.db"),
    N_("read it with the Palabre that made it, or a newer one"),
    N_("ingest its articles anew into another ledger; this one is left as it is"),
    N_("open it again"),
    N_("give it with --published, or in the article"),
    N_("list them with: {command}"),
    N_("see what was recorded of it with: {command}"),
    N_("palabre why shows the keys of an event's reports"),
    N_("name it by its id"),
    N_("nothing is to be done"),
    N_("name the report to take out: palabre why shows its key"),
    N_("say what, such as --type ASSAULT or --not-an-event"),
    N_("write its name or its ISO code"),
    N_("put a name that no list holds between quotes"),
    N_("see the codebook"),
    N_("use one of {names}, or -date and so on"),
    N_("write 2023-07-26, 2023-07 or 2023"),
    N_("write 2023-07-26, or 2023-07-26..2023-07-28"),
    N_("write the earlier day first"),
    N_("write FRA-NER, or FRA>NER for one direction"),
    N_("give a word, or a phrase between quotes"),
    N_("give 0 or more"),
    N_("take it from the page before"),
    N_("indexed under other words"),
    N_("other parties"),
    N_("it is said to be no event"),
    N_("no such other event"),
    N_("unknown verb {name}"),
)

# What reading on many processes, and into shards, is refused for.
BATCH = (
    N_("the reading processes stop: {reason}"),
    N_("the reading processes do not start: {reason}"),
    N_("the reading was stopped"),
    N_("the process that read it stopped twice ({reason})"),
    N_("the process that takes its articles apart stopped twice"),
    N_("read the files one by one to find the one at fault"),
    N_("there is no article in the input"),
    N_("the address cannot be read: {reason}"),
    N_("pyarrow is not installed"),
    N_("Ray is not installed"),
    N_("the Ray cluster does not answer: {reason}"),
    N_("the folder is not empty, and holds no batch"),
    N_("the file is not that of a batch of Palabre"),
    N_("the batch is of version {number}; this Palabre uses {other}"),
    N_("the batch was begun by Palabre {version}"),
    N_("the batch was begun with another {option}: {word}"),
    N_("the shard is damaged"),
    N_("the input was not there when the batch began"),
    N_("an input of the batch is gone"),
    N_("read with --jobs 1"),
    N_("free some memory, or use fewer"),
    N_("start again"),
    N_("check it, and your rights there"),
    N_("install palabre[analytics] or palabre[scale]"),
    N_("install palabre[scale], or leave --engine out"),
    N_("check --ray-address, or leave it out"),
    N_("use the Palabre that made it ({version}), or make it anew in another folder"),
    N_("go on with that version, or name another folder"),
    N_("give the same to go on, or name another folder"),
    N_("give the same inputs to go on, or name another folder"),
    N_("take it away, and give the same command of palabre batch again"),
    N_("free some space, and give the same command again: what is written is kept"),
)


def load_words(language: str) -> Words:
    """The words of the interface in ``language``, in English where there is no catalogue."""
    return gettext.translation("palabre", CATALOGUES, languages=[language], fallback=True)


def choose(asked: str | None, environment: Mapping[str, str] | None = None) -> str:
    """The interface's language: the one asked for, else PALABRE_LANG, else the locale's, else English.

    >>> choose(None, {"LANG": "fr_FR.UTF-8"}), choose("en", {"LANG": "fr_FR.UTF-8"}), choose(None, {"LANG": "C"})
    ('fr', 'en', 'en')
    """
    names = os.environ if environment is None else environment
    keys = ("PALABRE_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
    wanted = asked or next((names[key] for key in keys if names.get(key)), "en")
    code = wanted[:2].casefold()
    return code if code in LANGUAGES else "en"


def take_interface(arguments: Sequence[str]) -> tuple[str | None, list[str]]:
    """The value of ``--interface`` wherever it stands, and the arguments without it.

    >>> take_interface(["read", "--interface", "fr", "a.txt"]), take_interface(["--interface=fr"])
    (('fr', ['read', 'a.txt']), ('fr', []))
    """
    rest = list(arguments)
    for i, argument in enumerate(rest):
        if argument == "--":
            break
        if argument.startswith("--interface="):
            return argument.partition("=")[2], rest[:i] + rest[i + 1 :]
        if argument == "--interface" and i + 1 < len(rest):
            return rest[i + 1], rest[:i] + rest[i + 2 :]
    return None, rest


def translate(message: str, words: Words, templates: Sequence[str] = ()) -> str:
    """A message of the rooms below, with what it names, in the interface's language.

    >>> translate("the file is larger than 20 MB", gettext.NullTranslations())
    'the file is larger than 20 MB'
    """
    known = templates or _templates()
    if message in known:
        return words.gettext(message)
    for template in known:
        pattern = _FIELD.sub(r"(?P<\1>.+)", re.escape(template))
        if found := re.fullmatch(pattern, message):
            fields = {name: words.gettext(value) for name, value in found.groupdict().items()}
            return words.gettext(template).format(**fields)
    return message


def _templates() -> Sequence[str]:
    """All that the rooms below say."""
    from palabre.cli.reasons import FEEDS, FETCHING, SOURCES

    return (*LEDGER, *MESSAGES, *PAGES, *REFUSALS, *BATCH, *ARCHIVES, *FEEDS, *FETCHING, *SOURCES)
