"""Measure the shipped parser on the test sections and write its card: ``python training/evaluate.py [--card]``."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import score
import treebanks
import yaml
from treebanks import Tree

from palabre.parse import Parser, model
from palabre.parse.document import Reader

HERE = Path(__file__).resolve().parent
PACKAGED = HERE.parent / "src/palabre/models/fr"
BEGIN, END = "<!-- scores -->", "<!-- end -->"
MEASURES = ("words", "sentences", "pos", "feats", "lemma", "verb lemma", "uas", "las")
SAMPLE = {"agency": 150, "sequoia": 100}


def main() -> None:
    """Print the scores; with ``--card`` write them to ``card.json`` beside the weights."""
    options = _options()
    recipe = yaml.safe_load((HERE / "recipe.yaml").read_text(encoding="utf-8"))
    parser = Parser(model.read(options.model), Reader.load(options.model))
    trees = {name: treebanks.read(options.treebanks / path) for name, path in recipe["test"].items()}
    card = measure(parser, trees)
    for setting, scores in card["scores"].items():
        for name, found in scores.items():
            print(f"{setting:9} {name:8} {score.line(found)}")
    print("sample   ", score.line(card["sample"]))
    if options.card:
        _write(options.model / "card.json", card)
        _publish(options.model / "README.md", card["scores"])


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--treebanks", type=Path, default=HERE.parent.parent / "shared/treebanks")
    parser.add_argument("--model", type=Path, default=PACKAGED)
    parser.add_argument("--card", action="store_true")
    return parser.parse_args()


def measure(parser: Parser, trees: dict[str, list[Tree]]) -> dict[str, Any]:
    """Scores of each test section in each setting, and of the sample that the tests read."""
    return {
        "scores": {
            "given": {name: score.given(parser.pipeline, section) for name, section in trees.items()},
            "sentence": {name: score.read(parser, section) for name, section in trees.items()},
            "paragraph": {name: score.read(parser, section, together=10) for name, section in trees.items()},
        },
        "sample": score.read(parser, sample(trees)),
    }


def sample(trees: dict[str, list[Tree]]) -> Sequence[Tree]:
    """The held-out sentences that ``tests/test_parse.py`` reads: the first of two test sections."""
    return [tree for name, size in SAMPLE.items() for tree in trees[name][:size]]


def _write(path: Path, card: dict[str, Any]) -> None:
    path.write_text(json.dumps(card, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _publish(path: Path, scores: dict[str, Any]) -> None:
    """Put the score tables between the marks of the model's page."""
    head, rest = path.read_text(encoding="utf-8").split(BEGIN)
    path.write_text(head + BEGIN + "\n" + _tables(scores) + END + rest.split(END)[1], encoding="utf-8")


def _tables(scores: dict[str, Any]) -> str:
    rows = [
        [setting, name, *(f"{found[measure]:.1f}" for measure in MEASURES)]
        for setting, sections in scores.items()
        for name, found in sections.items()
    ]
    given = scores["given"]
    relations = sorted({relation for found in given.values() for relation in found["relations"]})
    by_relation = [[r, *(str(found["relations"].get(r, "")) for found in given.values())] for r in relations]
    return _table(["setting", "test section", *MEASURES], rows) + _table(["F by relation, given", *given], by_relation)


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n" + "".join("| " + " | ".join(line) + " |\n" for line in lines)


if __name__ == "__main__":
    main()
