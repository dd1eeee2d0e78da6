"""Ways of finding copies, side by side: ``python benchmarks/likeness.py [--seed N]``; needs rensa for the MinHash rows.

On the set of ``tests/syndication.py`` (copies with 0 to 40 % changed, updates, other stories) and on copies of which
every sentence is edited: precision and recall of the pairs that come together, and how many copies meet their original.
"""

from __future__ import annotations

import argparse
import re
import sqlite3
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from random import Random

sys.path.append(str(Path(__file__).resolve().parent.parent / "tests"))

import syndication
from syndication import Copied

from palabre.ledger import Writer, copies
from palabre.types import Reading

NEAR = timedelta(days=10)
Way = Callable[[Sequence[Copied]], list[int]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=0, help="of the changes (default 0)")
    seed = parser.parse_args().seed
    made = syndication.make(seed)
    firsts = [one for one in made if one.article.source == one.group and not one.update]
    rewritten = list(edited(firsts, Random(seed)))
    print(f"{len(made)} articles, {len(firsts)} originals; precision, recall, copies found by what was changed (%)")
    for name, way in WAYS.items():
        print(f"{name:<34}{told(made, way(made))}; all sentences edited {told(rewritten, way(rewritten))}")


def edited(firsts: Sequence[Copied], rng: Random) -> Iterator[Copied]:
    for one in firsts:
        _, *parts = one.article.text.split("\n\n")
        said = (
            " ".join(syndication.edited(sentence, rng) for sentence in syndication._SENTENCE.split(part))
            for part in parts
        )
        text = "\n\n".join(["Le point", *said])
        yield from (one, Copied(syndication.printed(one.article, text, "Le point", rng), one.group, 1.0))


def told(made: Sequence[Copied], groups: Sequence[int]) -> str:
    found = set(syndication.pairs(groups))
    truth = set(syndication.pairs([one.group for one in made]))
    first: dict[str, int] = {}
    met: dict[float, list[bool]] = defaultdict(list)
    for at, one in enumerate(made):
        origin = first.setdefault(one.group, at)
        if origin != at and not one.update:
            met[one.rate].append(groups[at] == groups[origin])
    rates = ", ".join(f"{100 * rate:.0f}: {100 * sum(hits) / len(hits):.1f}" for rate, hits in sorted(met.items()))
    return f"{len(found & truth) / max(len(found), 1):.3f}, {len(found & truth) / len(truth):.3f}, {rates}"


class Groups:
    """Places that come together."""

    def __init__(self, count: int) -> None:
        self.above = list(range(count))

    def root(self, at: int) -> int:
        while self.above[at] != at:
            at = self.above[at]
        return at

    def join(self, one: int, other: int) -> None:
        self.above[self.root(one)] = self.root(other)

    def all(self) -> list[int]:
        return [self.root(at) for at in range(len(self.above))]


def are_near(one: Copied, other: Copied) -> bool:
    a, b = one.article.published, other.article.published
    return a is not None and b is not None and abs(a - b) <= NEAR


def by_sentences(made: Sequence[Copied]) -> list[int]:
    """Sixty in a hundred of the sentences in common."""
    groups, held, prints = Groups(len(made)), defaultdict[int, list[int]](list), list[frozenset[int]]()
    for at, one in enumerate(made):
        own = copies.sentences(one.article)
        shared = Counter(other for print_ in own for other in held[print_])
        for other, count in shared.items():
            enough = count >= max(copies.LEAST, copies.SHARE * min(len(own), len(prints[other])))
            if enough and are_near(one, made[other]):
                groups.join(at, other)
        prints.append(own)
        for print_ in own:
            held[print_].append(at)
    return groups.all()


def by_minhash(least: float) -> Way:
    """A MinHash of 128 values over runs of four words, and its index."""

    def way(made: Sequence[Copied]) -> list[int]:
        from rensa import RMinHash, RMinHashLSH

        groups, index, hashes = Groups(len(made)), RMinHashLSH(threshold=least, num_perm=128, num_bands=32), []
        for at, one in enumerate(made):
            own = RMinHash(num_perm=128, seed=42)
            words = re.findall(r"\w+", one.article.text.lower())
            own.update([" ".join(words[i : i + 4]) for i in range(len(words) - 3)])
            for other in index.query(own):
                if hashes[other].jaccard(own) >= least and are_near(one, made[other]):
                    groups.join(at, other)
            index.insert(at, own)
            hashes.append(own)
        return groups.all()

    return way


def by_ledger(made: Sequence[Copied]) -> list[int]:
    """As the ledger does."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "palabre.db"
        with Writer(path) as writer:
            writer.record(Reading(one.article, (), (), ()) for one in made)
        one = sqlite3.connect(path)
        voices = dict(one.execute("SELECT key, voice FROM article"))
        one.close()
    numbers = {voice: number for number, voice in enumerate(sorted(set(voices.values())))}
    return [numbers[voices[copied.article.id]] for copied in made]


WAYS: dict[str, Way] = {
    "sentences in common": by_sentences,
    "MinHash, Jaccard 0.5": by_minhash(0.5),
    "MinHash, Jaccard 0.3": by_minhash(0.3),
    "the ledger's": by_ledger,
}


if __name__ == "__main__":
    main()
