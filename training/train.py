"""Train the French parser: ``python training/train.py [--treebanks FOLDER] [--recipe FILE] [--output FOLDER]``."""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import lexicon
import numpy as np
import score
import treebanks
import yaml
from augment import Augmenter
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from thinc.api import Adam, fix_random_seed, warmup_linear
from treebanks import Tree

from palabre.parse import model

HERE = Path(__file__).resolve().parent
PACKAGED = HERE.parent / "src/palabre/models/fr"


def main() -> None:
    """Train, keep the best weights on the development sections, then measure them on the test sections."""
    options = _options()
    recipe: dict[str, Any] = yaml.safe_load(options.recipe.read_text(encoding="utf-8"))
    sources = {name: read_source(options.treebanks, row) for name, row in recipe["train"].items()}
    held = {name: treebanks.read(options.treebanks / path) for name, path in recipe["dev"].items()}
    train(recipe, sources, held, options.output)
    lexicon.save(lexicon.build(t for trees in sources.values() for t in trees), options.output)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--treebanks", type=Path, default=HERE.parent.parent / "shared/treebanks")
    parser.add_argument("--recipe", type=Path, default=HERE / "recipe.yaml")
    parser.add_argument("--output", type=Path, default=PACKAGED)
    return parser.parse_args()


def read_source(folder: Path, row: dict[str, Any]) -> list[Tree]:
    """The trees of one training source, each ``share`` of them taken from the start."""
    trees = treebanks.read(folder / row["path"], morphology=row.get("morphology", True))
    trees = trees[row.get("skip", 0) :]
    return trees[: int(len(trees) * row.get("share", 1.0))]


def train(recipe: dict[str, Any], sources: dict[str, list[Tree]], held: dict[str, list[Tree]], output: Path) -> None:
    """Run the recipe's steps; the averaged weights that are best on ``held`` are kept in ``output``."""
    fix_random_seed(recipe["seed"])
    rng = random.Random(recipe["seed"])
    nlp = model.build(recipe["model"])
    first = [example(nlp, [tree]) for trees in sources.values() for tree in trees]
    nlp.initialize(lambda: first)
    optimizer, stream = _optimizer(recipe), examples(nlp, sources, recipe, rng)
    best, start = -1.0, time.time()
    for step in range(1, recipe["steps"] + 1):
        nlp.update(take(stream, batch_size(recipe, step)), sgd=optimizer, drop=recipe["dropout"])
        optimizer.step_schedules()
        if step % recipe["evaluate"] == 0 or step == recipe["steps"]:
            with nlp.use_params(optimizer.averages):
                value = _measure(nlp, held, f"{step} {time.time() - start:.0f} s")
                if value > best:
                    best = value
                    model.save(nlp, output, recipe["model"])


def _optimizer(recipe: dict[str, Any]) -> Adam:
    """Adam with weight decay and averaged weights."""
    rates = warmup_linear(recipe["rate"], recipe["warmup"], recipe["steps"])
    return Adam(rates, beta2=0.999, L2=0.01, L2_is_weight_decay=True, grad_clip=1.0, use_averages=True)


def _measure(nlp: Language, held: dict[str, list[Tree]], head: str) -> float:
    """Print the scores on the development sections and return the mean LAS with a little of POS."""
    found = {name: score.given(nlp, trees) for name, trees in held.items()}
    print(head, *(f"{name}: {score.line(scores)}" for name, scores in found.items()), sep=" | ", flush=True)
    return sum(0.8 * scores["las"] + 0.2 * scores["pos"] for scores in found.values()) / len(found)


def batch_size(recipe: dict[str, Any], step: int) -> int:
    """Words in a batch: grows from the first to the second value of ``batch`` over the first quarter."""
    low, high = recipe["batch"]
    return int(min(high, low + (high - low) * step / (0.25 * recipe["steps"])))


def take(stream: Iterator[Example], words: int) -> list[Example]:
    """The next examples, about ``words`` words together."""
    batch, size = [], 0
    while size < words:
        batch.append(next(stream))
        size += len(batch[-1].x)
    return batch


def examples(
    nlp: Language, sources: dict[str, list[Tree]], recipe: dict[str, Any], rng: random.Random
) -> Iterator[Example]:
    """Shuffled examples without end: each source repeated as the recipe says, slots varied, some sentences joined."""
    augmenter = Augmenter.of(recipe["augment"], rng)
    while True:
        chunks = []
        for name, row in recipe["train"].items():
            for _ in range(row.get("times", 1)):
                chunks.extend(grouped(sources[name], rng, recipe["joined"]))
        rng.shuffle(chunks)
        for chunk in chunks:
            yield example(nlp, [augmenter(t) for t in chunk])


def grouped(trees: list[Tree], rng: random.Random, joined: float) -> Iterator[list[Tree]]:
    """The trees alone, or, at the rate ``joined``, two to four neighbours together."""
    i = 0
    while i < len(trees):
        size = rng.randint(2, 4) if rng.random() < joined else 1
        yield trees[i : i + size]
        i += size


def example(nlp: Language, trees: list[Tree]) -> Example:
    """What the pipeline sees and what it should say."""
    words = [w for t in trees for w in t.words]
    offsets = np.cumsum([0] + [len(t.words) for t in trees])
    forms, spaces = [w.form for w in words], [w.space for w in words]
    learned = [t.morphology for t in trees for _ in t.words]
    heads = [int(o) + w.head for o, t in zip(offsets, trees, strict=False) for w in t.words]
    gold = Doc(
        nlp.vocab,
        words=forms,
        spaces=spaces,
        heads=heads,
        deps=[w.dep for w in words],
        pos=[w.pos for w in words],
        morphs=[w.feats for w in words],
        lemmas=[w.lemma if ok else "" for w, ok in zip(words, learned, strict=True)],
    )
    for token, ok in zip(gold, learned, strict=True):
        if not ok:
            token.set_morph(None)
            token.pos_ = ""
    return Example(Doc(nlp.vocab, words=forms, spaces=spaces), gold)


if __name__ == "__main__":
    main()
