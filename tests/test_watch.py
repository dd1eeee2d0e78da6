"""Feeds followed and read as they come: what is recorded, what is told, what an interruption and a bad server cost."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shlex
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from gettext import NullTranslations
from pathlib import Path
from typing import Any

import pytest
from batches import heed_interruptions
from feed_server import LIMITS, SENTENCES, Site, bomb, endless, item, json_feed, rss, serving

import palabre as api
from palabre.cli import main
from palabre.cli.feeds import asked, poll
from palabre.cli.localise import command
from palabre.errors import LedgerError
from palabre.ledger import Writer, store
from palabre.ledger.feeds import ROBOTS_DAYS, Followed, Next, Poll, Register, Seen, Subscription, load_feeds

NOW = datetime(2024, 6, 20, 12, tzinfo=UTC)
PRIVATE = "--allow-private"


class Told:
    """What a command wrote, and its exit status."""

    def __init__(self, status: int, out: str, err: str) -> None:
        self.status, self.out, self.err = status, out, err
        self.words, self.said = " ".join(out.split()), " ".join(err.split())


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("PALABRE_LANG", "LC_ALL", "LC_MESSAGES", "LANG", "COLUMNS", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(asked, "LIMITS", LIMITS)


@pytest.fixture
def palabre(capsys: pytest.CaptureFixture[str]) -> Callable[..., Told]:
    def run(*arguments: str) -> Told:
        with pytest.raises(SystemExit) as left:
            main(list(arguments))
        return Told(int(left.value.code or 0), *capsys.readouterr())

    return run


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as served:
        yield served


def add(palabre: Any, url: str, *options: str) -> Told:
    told: Told = palabre("feeds", "add", url, PRIVATE, *options)
    assert told.status == 0, told.err
    return told


def once(palabre: Any, *options: str) -> Told:
    told: Told = palabre("watch", "--once", "--now", PRIVATE, *options)
    return told


def texts() -> list[str]:
    """The texts of the articles of the ledger, in the order they were recorded."""
    with closing(sqlite3.connect("palabre.db")) as one:
        return [text for (text,) in one.execute("SELECT text FROM article ORDER BY id")]


def followed(name: str = "") -> Followed:
    (one,) = [feed for feed in load_feeds("palabre.db") if name in (feed.name, "")]
    return one


# Following.


def test_a_feed_is_followed_and_its_news_recorded(site: Site, palabre: Any) -> None:
    url = site.give("/feed", rss(item(1), item(2), title="Le Courrier du fleuve"))
    assert "Le Courrier du fleuve" in add(palabre, url).out
    told = once(palabre)
    assert told.status == 0 and "2 new" in told.out and "1 feed asked, 0 failed, 2 new articles" in told.words
    with api.open("palabre.db") as ledger:
        rows = list(ledger.articles())
        assert {row.publisher for row in rows} == {"Le Courrier du fleuve"} and len(rows) == 2
        assert list(ledger.events()), "what the feed says was read"


def test_what_is_known_is_not_read_again(site: Site, palabre: Any) -> None:
    add(palabre, site.give("/feed", rss(item(1))))
    once(palabre)
    site.give("/feed", rss(item(1), item(2)))
    assert "1 new · 1 known" in once(palabre).out
    assert "2 known" in once(palabre).out
    assert len(texts()) == 2


def test_where_nothing_is_new_the_parser_is_not_loaded(
    site: Site, palabre: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from palabre import pipeline

    add(palabre, site.give("/feed", rss(item(1))))
    once(palabre)
    monkeypatch.setattr(pipeline, "read_many", None)
    assert "1 known" in once(palabre).out


def test_an_item_that_was_changed_is_a_new_version(site: Site, palabre: Any) -> None:
    add(palabre, site.give("/feed", rss(item(1, text="Le Niger a rompu ses relations avec le Mali."))))
    once(palabre)
    site.give("/feed", rss(item(1, text="Le Niger n'a pas rompu ses relations avec le Mali.")))
    assert "1 new" in once(palabre).out
    with api.open("palabre.db") as ledger:
        assert ledger.stats().n_replaced == 1


def test_what_did_not_change_is_not_sent(site: Site, palabre: Any) -> None:
    add(palabre, site.conditional("/feed", rss(item(1))))
    once(palabre)
    assert "unchanged" in once(palabre).out
    assert site.asked[-1][1]["If-None-Match"] == '"1"'


def test_nothing_is_asked_before_it_is_due(site: Site, palabre: Any) -> None:
    add(palabre, site.give("/feed", rss(item(1))))
    once(palabre)
    count = len(site.asked)
    told = palabre("watch", "--once", PRIVATE)
    assert told.status == 0 and "No feed is due before" in told.out and len(site.asked) == count


def test_languages_and_items_without_a_day(site: Site, palabre: Any) -> None:
    english = item(
        3, title="Niger recalls its envoy", text="The government said on Monday that it was leaving the talks."
    )
    add(palabre, site.give("/feed", rss(item(1, day="none"), english)))
    assert "1 new · 1 in another language" in once(palabre).out
    with api.open("palabre.db") as ledger:
        assert {row.code for row in ledger.problems()} == {"language", "undated"}
    assert "2 known" in once(palabre).out, "neither is looked at again"


def test_a_site_is_followed_by_its_feed(site: Site, palabre: Any) -> None:
    site.give("/feed", rss(item(1)))
    link = '<link rel="alternate" type="application/rss+xml" href="/feed">'
    site.give("/", f"<!DOCTYPE html><html><head>{link}</head><body></body></html>", kind="text/html")
    add(palabre, site.url("/"))
    assert followed().address == site.url("/feed")
    once(palabre)
    assert site.paths()[-1] == "/feed" and site.paths().count("/") == 1


def test_a_feed_that_is_added_unasked_is_looked_for_later(site: Site, palabre: Any) -> None:
    link = '<link rel="alternate" type="application/rss+xml" href="/feed">'
    site.give("/", f"<!DOCTYPE html><html><head>{link}</head><body></body></html>", kind="text/html")
    add(palabre, site.url("/"), "--no-check", "--name", "Le Fleuve")
    assert not site.asked
    site.give("/feed", rss(item(1)))
    once(palabre)
    assert followed("Le Fleuve").address == site.url("/feed")


def test_json_feeds_too(site: Site, palabre: Any) -> None:
    rows = {
        "id": "1",
        "title": "Bénin : un ambassadeur rappelé",
        "content_text": SENTENCES[0],
        "date_published": "2024-06-18",
    }
    add(palabre, site.give("/feed", json_feed(rows)), "--name", "Le Fleuve")
    assert "1 new" in once(palabre).out


def test_a_feed_that_moved_is_looked_for_anew_where_it_was_added(site: Site, palabre: Any) -> None:
    page = '<!DOCTYPE html><html><head><link rel="alternate" type="application/rss+xml" href="{}"></head></html>'
    site.give("/old", rss(item(1)))
    site.give("/", page.format("/old"), kind="text/html")
    add(palabre, site.url("/"), "--name", "A")
    site.give("/old", status=404)
    site.give("/new", rss(item(2)))
    site.give("/", page.format("/new"), kind="text/html")
    assert once(palabre).status == 1 and followed().address is None
    assert "1 new" in once(palabre).out and followed().address == site.url("/new")


def test_a_redirect_is_followed_but_not_kept(site: Site, palabre: Any) -> None:
    site.give("/feed", status=302, Location="/session/1")
    site.give("/session/1", rss(item(1)))
    add(palabre, site.url("/feed"))
    once(palabre)
    assert followed().address is None and followed().url == site.url("/feed")


def test_private_addresses_are_refused_unless_they_are_allowed(site: Site, palabre: Any) -> None:
    site.give("/feed", rss(item(1)))
    told = palabre("feeds", "add", site.url("/feed"))
    assert told.status == 1 and "private address" in told.err and not site.asked and not Path("palabre.db").exists()
    add(palabre, site.url("/feed"))
    count = len(site.asked)
    told = palabre("watch", "--once", "--now")
    assert told.status == 1 and "private address" in told.out and len(site.asked) == count
    Path("palabre.toml").write_text("[feeds]\nallow_private = true\ncontact = 'desk@example.org'\n", encoding="utf-8")
    assert palabre("watch", "--once", "--now").status == 0
    assert "desk@example.org" in site.asked[-1][1]["User-Agent"]


def test_removed_feeds_leave_their_articles(site: Site, palabre: Any) -> None:
    add(palabre, site.give("/feed", rss(item(1), title="L'Événement")))
    once(palabre)
    assert palabre("feeds", "remove", "l'evenement").status == 0
    assert not load_feeds("palabre.db") and len(texts()) == 1
    told = palabre("feeds", "remove", "l'evenement")
    assert told.status == 1 and "not followed" in told.err


def test_packs_are_followed(palabre: Any) -> None:
    told = palabre("feeds", "add", "--pack", "presse francophone du sahel", "--country", "Niger")
    assert told.status == 0, told.err
    assert {feed.pack for feed in load_feeds("palabre.db")} == {"sahel-fr"}
    assert "Aïr Info" in {feed.name for feed in load_feeds("palabre.db")}
    assert "followed already" in palabre("feeds", "add", "--pack", "sahel-fr").out
    assert len(load_feeds("palabre.db")) >= 30
    for arguments, said in (
        (["--pack", "sahel"], "did you mean sahel-fr?"),
        (["--pack", "sahel-fr", "--country", "FJI"], "no outlet"),
    ):
        told = palabre("feeds", "add", *arguments)
        assert told.status == 1 and said in told.said
    assert palabre("feeds", "add").status == 2


# Whole articles.

PAGE = "<html><head><title>T</title></head><body><article>{}</article></body></html>"


def story(*sentences: str) -> str:
    return PAGE.format(
        "".join(f"<p>{one} La rencontre a duré trois heures, selon la présidence.</p>" for one in sentences)
    )


def test_whole_articles_on_request(site: Site, palabre: Any) -> None:
    site.give("/a/1", story(*SENTENCES), kind="text/html; charset=utf-8")
    add(palabre, site.give("/feed", rss(item(1))), "--full")
    assert "1 new" in once(palabre).out
    (text,) = texts()
    assert all(sentence in text for sentence in SENTENCES)
    once(palabre)
    assert site.paths().count("/a/1") == 1, "a page is fetched once"


def test_a_page_that_is_refused_leaves_what_the_feed_says(site: Site, palabre: Any) -> None:
    site.give("/a/1", status=403)
    site.give("/robots.txt", "User-agent: *\nDisallow: /a/2")
    site.give("/a/2", story(*SENTENCES), kind="text/html")
    add(palabre, site.give("/feed", rss(item(1), item(2))))
    assert "2 new" in once(palabre, "--full").out
    assert [SENTENCES[1] in texts()[0], SENTENCES[2] in texts()[1]] == [True, True]
    assert "/a/2" not in site.paths()
    with api.open("palabre.db") as ledger:
        assert len(list(ledger.problems(code="failed"))) == 2


def test_a_page_that_fails_is_tried_again_and_then_done_without(site: Site, palabre: Any) -> None:
    site.give("/a/1", status=500)
    add(palabre, site.conditional("/feed", rss(item(1))), "--full")
    for _ in range(poll.TRIES - 1):
        assert "1 left for later" in once(palabre).out
        assert not texts() and followed().etag == "", "asked for whole again, so that the item is not lost"
    assert "1 new" in once(palabre).out and len(texts()) == 1
    assert "unchanged" in once(palabre).out


def test_a_busy_host_is_left_alone(site: Site, palabre: Any) -> None:
    for number in range(5):
        site.give(f"/a/{number}", status=429, Retry_After="7200")
    add(palabre, site.give("/feed", rss(*(item(number) for number in range(5)))), "--full")
    assert "5 left for later" in once(palabre).out
    assert sum(path.startswith("/a/") for path in site.paths()) == 1
    assert followed().due > datetime.now(UTC) + timedelta(minutes=110)


def test_pages_of_a_long_feed_are_fetched_in_parts(site: Site, palabre: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(poll, "PAGES", 2)
    for number in range(5):
        site.give(f"/a/{number}", story(SENTENCES[number % 3], f"Numéro {number}."), kind="text/html")
    add(palabre, site.give("/feed", rss(*(item(number) for number in range(5)))), "--full")
    assert "2 new · 3 left for later" in once(palabre).out
    assert "2 new · 2 known · 1 left for later" in once(palabre).out
    assert "1 new · 4 known" in once(palabre).out
    assert len(texts()) == 5


# Servers that misbehave.


def bad_feeds(site: Site) -> dict[str, tuple[str, str]]:
    """Addresses by outlet, each with words of what is told."""
    site.give("/loop", status=302, Location="/loop")
    site.give("/away", status=302, Location="http://169.254.169.254/latest/")
    site.give("/bomb", bomb(50_000_000), Content_Encoding="gzip")
    site.give("/busy", status=429, Retry_After="7200")
    site.give("/fault", status=500)
    site.drip("/slow-head", endless(b"X-A: b\r\n"), head=b"HTTP/1.1 200 OK\r\n", pause=0.1)
    site.drip("/slow-body", endless(b" "), pause=0.1)
    site.drip("/endless", endless())
    site.give("/page", "<!DOCTYPE html><html><body>Bonjour</body></html>", kind="text/html")
    site.give("/text", "Bonjour", kind="text/plain")
    site.give("/empty", "")
    site.give("/robots.txt", "User-agent: *\nDisallow: /forbidden")
    return {
        "loop": (site.url("/loop"), "more than 5 times"), "away": (site.url("/away"), "private address"),
        "bomb": (site.url("/bomb"), "larger than 2 MB"), "busy": (site.url("/busy"), "too often"),
        "fault": (site.url("/fault"), "fault (HTTP 500)"), "slow-head": (site.url("/slow-head"), "longer than is"),
        "slow-body": (site.url("/slow-body"), "longer than is"), "endless": (site.url("/endless"), "larger than"),
        "page": (site.url("/page"), "names no feed"), "text": (site.url("/text"), "no feed"),
        "empty": (site.url("/empty"), "empty"), "forbidden": (site.url("/forbidden"), "robots.txt"),
    }  # fmt: skip


def test_each_bad_server_is_told_and_costs_no_other(site: Site, palabre: Any) -> None:
    site.drip("/half", [rss(item(1), item(2)).encode()[:-90]], Content_Length="99999")
    site.give("/good", rss(item(4), item(5)))
    bad = bad_feeds(site)
    for name, url in {
        "half": site.url("/half"),
        "good": site.url("/good"),
        **{n: u for n, (u, _) in bad.items()},
    }.items():
        assert palabre("feeds", "add", url, "--name", name, "--no-check").status == 0
    since = time.monotonic()
    told = once(palabre)
    assert told.status == 0 and time.monotonic() - since < 60, "some could be read"
    lines = {row.split()[2]: row for row in told.out.splitlines() if re.match(r"\d{4}-", row)}
    assert "2 new" in lines["good"] and "1 new · the feed broke off before its end" in lines["half"]
    for name, (_, words) in bad.items():
        assert "failed: " in lines[name] and words in lines[name], lines[name]
    feeds = {feed.name: feed for feed in load_feeds("palabre.db")}
    assert feeds["busy"].due > datetime.now(UTC) + timedelta(minutes=110)
    assert feeds["fault"].failures == 1 and feeds["good"].failures == 0
    assert feeds["half"].etag == "" and len(texts()) == 3
    row = next(row for row in json.loads(palabre("sources", "--format", "json").out) if row["publisher"] == "fault")
    assert row["feed"]["last"]["code"] == "fault" and row["feed"]["failures"] == 1 and row["n_articles"] == 0


def test_where_no_feed_can_be_read_the_status_says_so(site: Site, palabre: Any) -> None:
    site.give("/fault", status=500)
    add(palabre, site.url("/fault"), "--no-check", "--name", "A")
    told = once(palabre)
    assert told.status == 1 and "failed" in told.out
    waits = []
    for _ in range(3):
        once(palabre)
        waits.append(followed().due - datetime.now(UTC))
    assert waits[0] < waits[1] < waits[2], "it is asked less and less often"
    site.give("/fault", rss(item(1)))
    assert once(palabre).status == 0 and followed().failures == 0


def test_a_night_without_network_costs_an_hour_at_most(palabre: Any) -> None:
    with serving() as gone:
        url = gone.url("/feed")
    add(palabre, url, "--no-check", "--name", "A")
    for _ in range(6):
        assert once(palabre).status == 1
    assert followed().failures == 6
    assert followed().due - datetime.now(UTC) <= timedelta(hours=1)


# The watch.


def test_only_one_watches(site: Site, palabre: Any) -> None:
    from palabre.cli.feeds.watch import only_one

    add(palabre, site.give("/feed", rss(item(1))))
    code = "import sys; from pathlib import Path; from palabre.cli.feeds.watch import only_one\n"
    code += "with only_one(Path('palabre.db')): print('held', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment()
    ) as other:
        assert other.stdout and other.stdout.readline() == b"held\n"
        told = once(palabre)
        assert told.status == 1 and "another palabre watch asks the feeds of this ledger" in told.said
        with pytest.raises(LedgerError), only_one(Path("palabre.db")):
            pass
        assert other.stdin
        other.stdin.close()
    assert once(palabre).status == 0


def test_without_a_feed_it_says_how_to_add_some(palabre: Any) -> None:
    told = palabre("watch", "--once")
    assert told.status == 1 and "palabre feeds add --pack sahel-fr" in told.said
    assert not Path("palabre.db").exists()
    assert palabre("watch", "--every", "10s").status == 2


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUNBUFFERED": "1"}


@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_a_watch_that_is_stopped_keeps_what_it_read(
    site: Site, palabre: Any, number: signal.Signals, status: int
) -> None:
    """The second feed answers slowly: the first is recorded by then."""
    add(palabre, site.give("/feed", rss(item(1))), "--name", "A")
    site.drip("/slow", endless(b" "), pause=0.2)
    add(palabre, site.url("/slow"), "--no-check", "--name", "B")
    command = [sys.executable, "-m", "palabre", "watch", PRIVATE]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, **pipes, env=environment(), preexec_fn=heed_interruptions) as running:
        assert running.stdout and running.stderr
        assert b"2 feeds are followed" in running.stdout.readline()
        assert b"1 new" in running.stdout.readline()
        wait_until(lambda: "/slow" in site.paths())
        running.send_signal(number)
        assert running.wait(20) == status
        assert b"Stopped: what was read is recorded." in running.stderr.read()
    assert len(texts()) == 1
    with store.transaction(store.open_for_reading("palabre.db"), "palabre.db") as one:
        assert one.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def wait_until(happened: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_an_interruption_keeps_the_articles_of_a_feed_that_is_half_read(
    site: Site, palabre: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages come one by one; the fourth is interrupted, and those before it are not fetched again."""
    for number in range(1, 4):
        site.give(f"/a/{number}", story(SENTENCES[number % 3], f"Numéro {number}."), kind="text/html")
    add(palabre, site.give("/feed", rss(*(item(number) for number in range(1, 5)))), "--full")

    def stop(*_: Any, **__: Any) -> Any:
        raise KeyboardInterrupt

    real = poll.page_of
    monkeypatch.setattr(poll, "page_of", lambda one, *rest: stop() if one.key == "4" else real(one, *rest))
    from palabre import pipeline

    monkeypatch.setattr(pipeline, "BATCH", 1)
    told = once(palabre)
    assert told.status == 130 and len(texts()) == 3
    monkeypatch.setattr(poll, "page_of", real)
    site.give("/a/4", story(SENTENCES[0], "Numéro 4."), kind="text/html")
    assert "1 new · 3 known" in once(palabre).out
    assert [site.paths().count(f"/a/{number}") for number in range(1, 5)] == [1, 1, 1, 1]


def test_quiet_tells_failures_alone(site: Site, palabre: Any) -> None:
    add(palabre, site.give("/feed", rss(item(1))), "--name", "A")
    assert once(palabre, "--quiet").out == ""
    add(palabre, site.url("/none"), "--name", "B", "--no-check")
    assert [row.split()[2] for row in once(palabre, "--quiet").out.splitlines()] == ["B"]


# Lists.


def test_lists_for_people_and_programs(site: Site, palabre: Any) -> None:
    add(palabre, site.give("/feed", rss(item(1))), "--name", "Le Sahel", "--zone", "Africa/Niamey")
    once(palabre)
    told = palabre("sources")
    assert "junta-controlled" in told.out and "NER" in told.out and "1 new" in told.out and "next" in told.out
    assert "sous contrôle de la junte" in palabre("sources", "--interface", "fr").words
    (row,) = csv.DictReader(io.StringIO(palabre("sources", "--format", "csv").out))
    assert (row["ownership"], row["feed_last_new"], row["feed_last_outcome"]) == ("junta-controlled", "1", "read")
    (listed,) = json.loads(palabre("feeds", "list", "--format", "json").out)
    assert listed["name"] == "Le Sahel" and listed["last"]["new"] == 1
    packs = json.loads(palabre("feeds", "packs", "--format", "json").out)
    assert [pack["id"] for pack in packs] == ["sahel-fr"]
    outlets = json.loads(palabre("feeds", "packs", "sahel-fr", "--format", "json").out)
    assert {"name", "country", "ownership", "language", "scale", "site", "feed"} <= outlets[0].keys()


def test_a_check_records_nothing(site: Site, palabre: Any) -> None:
    zoned = rss(item(1), item(2, day="2024-06-18 10:00:00"))
    add(palabre, site.give("/feed", zoned), "--name", "A", "--zone", "Africa/Niamey")
    before = load_feeds("palabre.db")
    told = palabre("feeds", "check", PRIVATE)
    assert (
        told.status == 0
        and "times without a zone: taken as those of Africa/Niamey" in told.words
        and "2024-06-18" in told.out
    )
    assert load_feeds("palabre.db") == before and not texts()
    told = palabre("feeds", "check", site.url("/none"), site.url("/feed"), PRIVATE, "--format", "json")
    assert told.status == 1
    assert [(row["kind"], row["code"], row["items"]) for row in json.loads(told.out)] == [
        (None, "status", None),
        ("rss", "", 2),
    ]
    told = palabre("feeds", "check", "nobody")
    assert told.status == 1 and "not followed" in told.said


def test_help_teaches_with_an_example(palabre: Any) -> None:
    for verbs in (
        ["feeds", "add"],
        ["feeds", "list"],
        ["feeds", "check"],
        ["feeds", "remove"],
        ["feeds", "packs"],
        ["watch"],
    ):
        told = palabre(*verbs, "--help", "--interface", "fr")
        assert f"Par exemple : palabre {' '.join(verbs)}" in told.words


def guide() -> Iterator[list[str]]:
    """The commands of the guide."""
    text = (Path(__file__).parent.parent / "docs/feeds.md").read_text(encoding="utf-8")
    for block in re.findall(r"```(?:console|text)\n(.*?)```", text, re.DOTALL):
        for row in block.splitlines():
            if found := re.search(r"palabre ((?:feeds|watch)\b.*)", row):
                yield shlex.split(found[1])


@pytest.mark.parametrize("call", list(guide()), ids=" ".join)
def test_the_commands_of_the_guide_are_understood(call: list[str]) -> None:
    node: Any = command(NullTranslations())
    while hasattr(node, "commands"):
        node, call = node.commands[call[0]], call[1:]
    node.make_context("palabre", call)


# What the ledger keeps.


def first_version(path: Path) -> None:
    """Make a ledger one of version 1, which knows no feeds."""
    with closing(sqlite3.connect(path)) as one:
        for table in ("feed", "poll", "item", "robots", "taken"):
            one.execute(f"DROP TABLE {table}")
        one.execute("PRAGMA user_version = 1")


def shape(path: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(path)) as one:
        found = one.execute("SELECT name, sql FROM sqlite_master ORDER BY name")
        return [(name, re.sub(r"--.*|\s", "", sql or "")) for name, sql in found]


def test_a_ledger_of_version_1_is_read_as_it_is_and_migrated_by_the_first_writing(tmp_path: Path, palabre: Any) -> None:
    (tmp_path / "a.txt").write_text(f"Un ambassadeur rappelé\n\n{SENTENCES[0]}", encoding="utf-8")
    palabre("ingest", "a.txt", "--published", "2024-06-18")
    whole = shape(tmp_path / "palabre.db")
    first_version(tmp_path / "palabre.db")
    kept = dump(tmp_path / "palabre.db")
    assert palabre("events").status == 0 and palabre("sources").status == 0 and palabre("feeds", "list").status == 0
    with closing(sqlite3.connect("palabre.db")) as one:
        assert one.execute("PRAGMA user_version").fetchone() == (1,), "reading writes nothing"
    Writer("palabre.db").close()
    with closing(sqlite3.connect("palabre.db")) as one:
        assert one.execute("PRAGMA user_version").fetchone() == (store.VERSION,)
    assert shape(tmp_path / "palabre.db") == whole
    assert dump(tmp_path / "palabre.db") == kept


def dump(path: Path) -> list[tuple[Any, ...]]:
    """All rows of the tables that version 1 had."""
    tables = ("run", "article", "reading", "report", "party", "statement", "problem", "identity", "event", "state")
    with closing(sqlite3.connect(path)) as one:
        return [(table, *row) for table in tables for row in one.execute(f"SELECT * FROM {table} ORDER BY 1")]


def test_the_register_forgets_what_is_old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("palabre.ledger.feeds.POLLS", 3)
    with Writer(tmp_path / "a.db") as writer:
        register = Register(writer)
        assert (
            register.add([Subscription("https://a.example/", "A"), Subscription("https://a.example/", "A")], now=NOW)
            == 1
        )
        (feed,) = register.feeds()
        register.mark(feed.id, [Seen("old", "1"), Seen("new", "1", 2)], now=NOW)
        register.mark(feed.id, [Seen("new", "2")], now=NOW + timedelta(days=200))
        for day in range(200, 206):
            register.record(feed.id, Poll(NOW + timedelta(days=day), "read", new=day), Next(NOW))
        assert register.seen(feed.id) == {"new": Seen("new", "2")}
        (count,) = writer.connection.execute("SELECT count(*) FROM poll").fetchone()
        (feed,) = register.feeds()
        assert count == 3 and feed.last and feed.last.new == 205
        register.remember("https://a.example", "User-agent: *")
        now = datetime.now(UTC)
        assert list(register.robots(now=now)) == ["https://a.example"]
        assert not register.robots(now=now + timedelta(days=ROBOTS_DAYS, minutes=1))
