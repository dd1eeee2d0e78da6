"""Accuracy on the development gold is a floor that only rises: ``baseline.json`` holds it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
GOLD = HERE.parents[1] / "shared" / "gold"
FLOORS = json.loads((HERE / "baseline.json").read_text(encoding="utf-8"))["floors"]
pytestmark = pytest.mark.skipif(not GOLD.exists(), reason="the coded articles are not here: ../shared/gold")


def scores(report: str) -> dict[str, float]:
    """The figures that ``score.py`` prints, by name."""
    found = {}
    for name in ("type", "dyad", "state"):
        precision, recall, f1 = re.search(rf"^{name}\s+P ([\d.]+) R ([\d.]+) F1 ([\d.]+)", report, re.M).groups()
        found |= {f"{name} precision": float(precision), f"{name} recall": float(recall), f"{name} F1": float(f1)}
    found["type macro F1"] = float(re.search(r"macro F1 ([\d.]+)", report)[1])
    found["status"] = float(re.search(r"^status ([\d.]+)", report, re.M)[1])
    found["date"] = float(re.search(r"date ([\d.]+)", report)[1])
    silent, negative = map(int, re.search(r"negative articles with events (\d+)/(\d+)", report).groups())
    found["silence"] = 1 - silent / negative
    return found


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> dict[str, float]:
    french = [line for line in (GOLD / "articles.jsonl").open(encoding="utf-8") if json.loads(line)["language"] == "fr"]
    articles = tmp_path_factory.mktemp("quality") / "articles.jsonl"
    articles.write_text("".join(french), encoding="utf-8")
    palabre = [sys.executable, "-c", "from palabre.cli import main; main()", "read", str(articles), "--format", "jsonl"]
    readings = articles.with_name("readings.jsonl")
    with readings.open("w", encoding="utf-8") as output:
        subprocess.run(palabre, stdout=output, check=True)
    command = [sys.executable, str(GOLD / "score.py"), str(GOLD / "gold.jsonl"), str(readings), "--lang", "fr"]
    return scores(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


@pytest.mark.parametrize("name", FLOORS)
def test_no_score_falls_below_its_floor(measured: dict[str, float], name: str) -> None:
    assert measured[name] >= FLOORS[name] - 0.0005, f"{name} fell from {FLOORS[name]} to {measured[name]:.3f}"
