"""The spaCy pipeline: how it is built, how its weights are kept in half precision, how they are loaded."""

from __future__ import annotations

import importlib
import json
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from palabre.errors import ModelError

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.vocab import Vocab
    from thinc.api import Model

ATTRIBUTES = ("NORM", "PREFIX", "SUFFIX", "SHAPE", "SPACY")
COMMANDS = ("spacy.cli", "spacy.cli.info")
PIPES = ("tok2vec", "morphologizer", "trainable_lemmatizer", "parser")


def build(settings: dict[str, Any]) -> Language:
    """An empty pipeline of the shape that ``settings`` describe (``width``, ``depth``, ``rows``, ...)."""
    _import_spacy()
    from spacy.language import Language
    from thinc.api import NumpyOps, get_current_ops, set_current_ops

    usual = get_current_ops()
    set_current_ops(NumpyOps(use_blis=False))  # numpy multiplies matrices two to three times faster here
    try:
        nlp = Language(vocab=_vocab(settings), create_tokenizer=lambda nlp: _no_text)
        for name, config in _pipes(settings).items():
            nlp.add_pipe(name, config=config)
    finally:
        set_current_ops(usual)
    return nlp


def _import_spacy() -> None:
    """Import spaCy without its own command line, whose downloaders cost a third of a second and are never used here."""
    if "spacy" in sys.modules:
        return
    for name in COMMANDS:
        sys.modules[name] = ModuleType(name)
    sys.modules[COMMANDS[-1]].info = _info  # type: ignore[attr-defined]
    try:
        importlib.import_module("spacy")
    finally:
        for name in COMMANDS:
            del sys.modules[name]


def _info(*arguments: Any, **options: Any) -> Any:
    """``spacy.info`` for whoever calls it: the real one, imported then."""
    return importlib.import_module("spacy.cli.info").info(*arguments, **options)


def make_doc(vocab: Vocab, words: Sequence[str], spaces: Sequence[bool], starts: Sequence[int]) -> Doc:
    """A spaCy document of words that are cut already; ``starts`` are 1, -1 or 0 for a boundary left open."""
    from spacy.tokens import Doc

    known: list[bool | int | None] = [None if start == 0 else start > 0 for start in starts]
    return Doc(vocab, words=list(words), spaces=list(spaces), sent_starts=known)


def _no_text(text: str) -> Doc:
    raise TypeError("the pipeline reads words, not text")


def _vocab(settings: dict[str, Any]) -> Vocab:
    from spacy import attrs
    from spacy.lang.lex_attrs import word_shape
    from spacy.vocab import Vocab

    prefix, suffix = settings["prefix"], settings["suffix"]
    getters = {
        attrs.LOWER: str.lower,
        attrs.NORM: norm,
        attrs.SHAPE: word_shape,
        attrs.PREFIX: lambda word: word[:prefix].lower(),
        attrs.SUFFIX: lambda word: word[-suffix:],
    }
    return Vocab(lex_attr_getters=getters)


def norm(word: str) -> str:
    """The form that the model knows words by: lower case, figures without their value.

    >>> norm("Niamey"), norm("12.500"), norm("2023")
    ('niamey', '0.0', '0000')
    """
    if not any(map(str.isdigit, word)):
        return word.lower()
    if word.isdigit():
        return "0" * min(len(word), 5)
    return "".join("0" if c.isdigit() else c for c in word.lower()).replace("000", "0").replace("00", "0")


def _pipes(settings: dict[str, Any]) -> dict[str, dict[str, Any]]:
    width = settings["width"]
    embed = {
        "@architectures": "spacy.MultiHashEmbed.v2",
        "width": width,
        "attrs": list(ATTRIBUTES),
        "rows": settings["rows"],
        "include_static_vectors": False,
    }
    encode = {
        "@architectures": "spacy.MaxoutWindowEncoder.v2",
        "width": width,
        "window_size": settings.get("window", 1),
        "maxout_pieces": settings.get("encoder_pieces", 3),
        "depth": settings["depth"],
    }
    listen = {"@architectures": "spacy.Tok2VecListener.v1", "width": width, "upstream": "tok2vec"}
    parser = {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": "parser",
        "extra_state_tokens": settings.get("extra_state", False),
        "hidden_width": settings["hidden"],
        "maxout_pieces": settings.get("parser_pieces", 2),
        "use_upper": True,
        "tok2vec": listen,
    }
    tagger = {"@architectures": "spacy.Tagger.v2", "tok2vec": listen, "normalize": False}
    return {
        "tok2vec": {"model": {"@architectures": "spacy.Tok2Vec.v2", "embed": embed, "encode": encode}},
        "morphologizer": {"model": tagger},
        "trainable_lemmatizer": {"model": tagger, "min_tree_freq": settings.get("min_tree", 3), "top_k": 3},
        "parser": {"model": parser, "min_action_freq": settings.get("min_action", 10)},
    }


def save(nlp: Language, folder: Path, settings: dict[str, Any]) -> None:
    """Write the pipeline's weights in half precision and its settings to ``folder``."""
    import srsly  # type: ignore[import-untyped]

    folder.mkdir(parents=True, exist_ok=True)
    for name, pipe in nlp.pipeline:
        pipe.to_disk(folder / name, exclude=["vocab"])  # type: ignore[attr-defined]
        path = folder / name / "model"
        path.write_bytes(srsly.msgpack_dumps(_halved(srsly.msgpack_loads(path.read_bytes()))))
    trees = srsly.msgpack_loads((folder / "trainable_lemmatizer/trees").read_bytes())["trees"]
    keys = sorted({row[k] for row in trees for k in ("orig", "subst") if row.get(k)})
    _write(folder / "strings.json", sorted({nlp.vocab.strings[key] for key in keys}))
    _write(folder / "settings.json", settings)


def _write(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False) + "\n", encoding="utf-8")


def _halved(message: dict[str, Any]) -> dict[str, Any]:
    for params in message["params"]:
        for name, value in params.items():
            if value is not None and value.dtype == "float32":
                params[name] = value.astype("float16")
    return message


def read(folder: Path) -> Language:
    """The pipeline kept in ``folder``; raises ModelError where it is missing or damaged."""
    _one_thread()
    try:
        settings = json.loads((folder / "settings.json").read_text(encoding="utf-8"))
        nlp = build(settings)
        for string in json.loads((folder / "strings.json").read_text(encoding="utf-8")):
            nlp.vocab.strings.add(string)
        for name, pipe in nlp.pipeline:
            pipe.from_disk(folder / name, exclude=["vocab"])  # type: ignore[attr-defined]
            _restore(pipe.model.walk())  # type: ignore[attr-defined]
    except OSError as error:
        raise ModelError(str(folder), "the parser's files are missing", "reinstall palabre") from error
    except (ValueError, KeyError) as error:
        raise ModelError(str(folder), f"the parser is damaged: {error}", "reinstall palabre") from error
    return nlp


def _one_thread() -> None:
    """Keep numpy's matrix products on one core: on sentences, more threads cost more time than they save.

    A choice that the user made stands; after numpy is imported it is too late, and nothing breaks.
    """
    if "numpy" not in sys.modules and "OMP_NUM_THREADS" not in os.environ:
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def _restore(nodes: Iterable[Model[Any, Any]]) -> None:
    for node in nodes:
        for name in node.param_names:
            if node.has_param(name):
                node.set_param(name, node.get_param(name).astype("float32"))  # type: ignore[arg-type]
