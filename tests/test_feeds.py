"""Feeds as outlets write them: what is read of them, and how they become articles."""

from __future__ import annotations

import time
from collections.abc import Iterator
from gettext import NullTranslations
from pathlib import Path
from typing import Any

import pytest
import yaml
from feed_server import LIMITS, SENTENCES, Site, item, json_feed, many, rss, serving

from palabre.cli.language import load_words, translate
from palabre.errors import FetchError, InputError, KnowledgeError, LanguageError
from palabre.ingest.feeds import Feed, Item, Outlet, article_of, fetch_feed, find_feeds, page_of, read_feed
from palabre.ingest.feeds.dates import read_said
from palabre.ingest.feeds.plain import body
from palabre.ingest.fetch import Client
from palabre.knowledge import files
from palabre.knowledge.packs import OWNERSHIPS, SCALES, find_source, load_packs

CASES = yaml.safe_load((Path(__file__).parent / "cases/feeds/feeds.yaml").read_text(encoding="utf-8"))
HERE = "https://feeds.example/rss"
OUTLET = Outlet("Le Courrier du fleuve")


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as served:
        yield served


@pytest.fixture
def client() -> Iterator[Client]:
    with Client(version="test", allow_private=True, limits=LIMITS) as one:
        yield one


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["it"])
def test_feeds_as_they_are_written(case: dict[str, Any]) -> None:
    content = case["feed"].encode()
    if "refused" in case:
        with pytest.raises(InputError, match=case["refused"]) as error:
            read_feed(content, url=HERE)
        for said in (error.value.what, error.value.remedy):
            assert translate(said, load_words("fr")) != translate(said, NullTranslations()) == said
        return
    feed = read_feed(content, url=HERE, zone=case.get("zone", ""))
    assert (feed.kind, feed.title, list(feed.notes)) == (case["kind"], case["title"], case.get("notes", []))
    if "items" in case:
        assert [shown(one) for one in feed.items] == case["items"]
    assert not [word for word in case.get("lacks", []) if word in str(feed.items)]


def shown(one: Item) -> dict[str, Any]:
    return {"title": one.title, "url": one.url, "day": one.day, "text": body(one.html)}


# Bytes.

ACCENTS = rss(item(1, title="Énergie : le Niger à l'été", text="Où est-il ? À Zinder, a déclaré le préfet de Maïné."))


@pytest.mark.parametrize(
    ("written", "declared", "charset"),
    [
        ("utf-8", "utf-8", ""),
        ("utf-8", "ISO-8859-1", ""),
        ("utf-8", "", "iso-8859-1"),
        ("cp1252", "utf-8", ""),
        ("cp1252", "", ""),
        ("cp1252", "windows-1252", "utf-8"),
        ("iso-8859-1", "ISO-8859-1", ""),
        ("iso-8859-1", "", "iso-8859-1"),
        ("utf-8-sig", "utf-8", ""),
        ("utf-16", "utf-16", ""),
    ],
)
def test_encodings_right_and_wrong(written: str, declared: str, charset: str) -> None:
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else '<?xml version="1.0"?>'
    content = ACCENTS.replace('<?xml version="1.0" encoding="utf-8"?>', head).encode(written)
    (one,) = read_feed(content, url=HERE, charset=charset).items
    assert one.title == "Énergie : le Niger à l'été" and "Maïné" in one.html


def test_one_wrong_byte_costs_one_letter() -> None:
    content = ACCENTS.encode().replace("préfet".encode(), b"pr\xe9fet").replace(b"Zinder", b"Zin\x0bder")
    (one,) = read_feed(content, url=HERE).items
    assert one.title == "Énergie : le Niger à l'été" and "pr\ufffdfet" in one.html and "Zinder" in one.html


def test_a_feed_that_broke_off_gives_its_whole_items() -> None:
    content = rss(*(item(number) for number in range(5))).encode()
    cut = content[: content.rindex(b"<description>") + 40]
    feed = read_feed(cut, url=HERE, truncated=True)
    assert len(feed.items) == 4 and set(feed.notes) == {"broken", "truncated"}


def test_ten_thousand_items_are_read() -> None:
    since = time.monotonic()
    feed = read_feed(many(10_000).encode(), url=HERE)
    assert len(feed.items) == 10_000 and len({one.key for one in feed.items}) == 10_000
    assert time.monotonic() - since < 60


def test_days_are_those_where_the_outlet_is() -> None:
    said = "Tue, 18 Jun 2024 23:30:00 GMT"
    assert [str(read_said(said, zone).day) for zone in ("", "Africa/Niamey", "Africa/Dakar")] == [
        "2024-06-18", "2024-06-19", "2024-06-18",
    ]  # fmt: skip
    assert not read_said("31 Feb 2024 10:00").day and not read_said("").day
    assert str(read_said("2024-06-18T10:00:00.123+0100").day) == "2024-06-18"


def test_items_that_share_a_key_are_told_apart() -> None:
    feed = read_feed(rss(item(1, guid="x"), item(2, guid="x"), item(3, guid="y")).encode(), url=HERE)
    keys = [one.key for one in feed.items]
    assert len(set(keys)) == 3 and keys[2] == "y"
    again = read_feed(rss(item(9, guid="x"), item(1, guid="x")).encode(), url=HERE)
    assert again.items[1].key == keys[0]


def test_an_item_keeps_its_key_and_changes_its_stamp() -> None:
    one, again, other = (
        read_feed(rss(item(1, text=text, guid="a")).encode(), url=HERE).items[0]
        for text in ("Le Niger a signé.", "Le Niger a signé.", "Le Niger a rompu.")
    )
    assert one.key == again.key == other.key == "a"
    assert one.stamp == again.stamp != other.stamp


# Articles.


def test_an_item_becomes_an_article() -> None:
    (one,) = read_feed(rss(item(1, title="Mali : un ambassadeur expulsé")).encode(), url=HERE).items
    article = article_of(one, OUTLET, source=HERE)
    assert article.text == f"Mali : un ambassadeur expulsé\n\n{SENTENCES[1]}"
    assert (article.publisher, article.language, str(article.published)) == (OUTLET.name, "fr", "2024-06-02")
    assert article.url == article.source == "https://feeds.example/a/1"


def test_the_words_say_the_language_and_not_the_feed() -> None:
    feed = read_feed(rss(item(1)).replace("<language>fr", "<language>en-US").encode(), url=HERE)
    assert feed.language == "en-us" or feed.language == "en-US"
    assert article_of(feed.items[0], OUTLET, source=HERE).language == "fr"
    english = item(
        1, title="Niger recalls its envoy", text="The government said on Monday that it was leaving the talks."
    )
    with pytest.raises(LanguageError):
        article_of(read_feed(rss(english).encode(), url=HERE).items[0], OUTLET, source=HERE)


def test_an_item_without_words_is_told() -> None:
    with pytest.raises(InputError, match="no words"):
        article_of(Item("1", None, "", "<img src='a.jpg'>"), OUTLET, source=HERE)


def test_the_page_of_an_item_is_fetched(site: Site, client: Client) -> None:
    page = "".join(f"<p>{sentence} La réunion a duré trois heures.</p>" for sentence in SENTENCES)
    html = f"<html><head><title>Autre titre</title></head><body><article>{page}</article></body></html>"
    url = site.give("/a/1", html.encode("cp1252"), kind="text/html; charset=iso-8859-1")
    one = Item("1", url, "Le titre du flux", "<p>Résumé</p>", read_said("2024-06-18").day)
    article = page_of(one, OUTLET, client)
    assert (article.title, str(article.published), article.url) == ("Le titre du flux", "2024-06-18", url)
    assert all(sentence in article.text for sentence in SENTENCES)


def test_pages_that_cannot_be_had_are_told(site: Site, client: Client) -> None:
    site.give("/pdf", b"%PDF-1.4", kind="application/pdf")
    site.drip("/half", [b"<html><body><p>Le Niger"], Content_Length="9000")
    for url, what in (
        (site.url("/pdf"), "not a page"),
        (site.url("/half"), "broke off"),
        (site.url("/gone"), "nothing at"),
    ):
        with pytest.raises(InputError, match=what):
            page_of(Item("1", url, "T", ""), OUTLET, client)
    with pytest.raises(InputError, match="no page"):
        page_of(Item("1", None, "T", ""), OUTLET, client)


# Finding the feed of a site.


def page(*links: str) -> str:
    return f"<!DOCTYPE html><html><head>{''.join(links)}</head><body><p>Bonjour</p></body></html>"


def link(href: str, *, title: str = "Flux", kind: str = "application/rss+xml") -> str:
    return f'<link rel="alternate" type="{kind}" title="{title}" href="{href}">'


def test_the_feed_of_a_site_is_found(site: Site, client: Client) -> None:
    site.give("/feed", rss(item(1)))
    comments, alternate = (
        link("/comments/feed", title="Commentaires"),
        '<link rel="alternate" hreflang="en" href="/en">',
    )
    site.give("/", page(alternate, comments, link("/feed")), kind="text/html")
    found = fetch_feed(client, site.url("/"))
    assert found.feed and found.address == found.feed.url == site.url("/feed")
    assert "/comments/feed" not in site.paths()


def test_the_feed_of_a_site_that_names_none_is_looked_for(site: Site, client: Client) -> None:
    site.give("/", page(), kind="text/html")
    site.give("/feed/", page(), kind="text/html")
    site.give("/spip.php?page=backend", rss(item(1)))
    found = fetch_feed(client, site.url("/"))
    assert found.feed and found.address == found.feed.url == site.url("/spip.php?page=backend")


def test_a_site_without_feed_is_told(site: Site, client: Client) -> None:
    site.give("/", page(), kind="text/html")
    with pytest.raises(InputError, match="names no feed"):
        fetch_feed(client, site.url("/"))


def test_a_page_may_not_send_us_into_a_private_network(site: Site, client: Client) -> None:
    site.give("/", page(link("http://169.254.169.254/latest/")), kind="text/html")
    with pytest.raises(FetchError) as error:
        fetch_feed(client, site.url("/"))
    assert error.value.code == "private"
    assert find_feeds(HERE, page(link("file:///etc/passwd")).encode())[0].startswith("https://feeds.example/")


def test_a_wrong_type_is_no_hindrance(site: Site, client: Client) -> None:
    for kind in ("text/html", "application/octet-stream", "text/plain; charset=utf-8", "image/png"):
        feed = fetch_feed(client, site.give("/feed", rss(item(1)), kind=kind)).feed
        assert feed and len(feed.items) == 1
    feed = fetch_feed(client, site.give("/json", json_feed({"id": "1", "title": "Mali"}), kind="text/html")).feed
    assert feed and feed.kind == "json"


def test_what_is_no_text_is_told(site: Site, client: Client) -> None:
    for content in (b"%PDF-1.7", b"\x89PNG\r\n\x1a\n" + bytes(99), bytes(range(256)) * 9):
        with pytest.raises(InputError):
            fetch_feed(client, site.give("/feed", content))


def test_a_feed_is_its_own_page_only_once(site: Site, client: Client) -> None:
    """A page that names itself, or another page, ends."""
    site.give("/", page(link("/"), link("/b"), link("/c"), link("/d")), kind="text/html")
    site.give("/b", page(link("/")), kind="text/html")
    with pytest.raises(InputError, match="names no feed"):
        fetch_feed(client, site.url("/"))
    assert len(site.paths()) < 8


# Packs.


def test_the_pack_of_the_sahel() -> None:
    sources = load_packs()["sahel-fr"].sources
    assert len(sources) >= 30
    for country in ("NER", "MLI", "BFA", "TCD", "MRT", "SEN"):
        assert sum(one.country == country for one in sources) >= 5, country
    assert {one.ownership for one in sources} <= set(OWNERSHIPS) and {one.scale for one in sources} <= set(SCALES)
    assert all(one.zone for one in sources)
    found = find_source("le sahel", load_packs().values())
    assert found and (found.country, found.ownership) == ("NER", "junta-controlled")
    assert isinstance(read_feed(rss().encode(), url=HERE), Feed)


ROW = (
    '{name: A, country: NER, ownership: private, language: fr, scale: local, site: "https://a.example", feed: unknown}'
)


@pytest.mark.parametrize(
    ("row", "what", "remedy"),
    [
        (ROW.replace("private", "privat"), "unknown ownership privat", "did you mean private?"),
        (ROW.replace("NER", "NIG"), "unknown country NIG", "use ISO alpha-3"),
        (ROW.replace("local", "village"), "unknown scale village", "use one of local"),
        (ROW.replace("unknown", "feed.xml"), "no address of the web", "unknown"),
        (ROW.replace("https://a", "https://me:pw@a"), "no address of the web", "unknown"),
        (ROW.replace("feed: unknown", "feed: unknown, zone: Niamey"), "unknown zone Niamey", "Africa/Niamey"),
        (ROW.replace("language: fr, ", ""), "missing language", "add what is missing"),
        (ROW.replace("language", "owner: me, language"), "unknown owner", "use only"),
        (f"{ROW}\n- {ROW}", "A stands twice", "keep one"),
    ],
)
def test_a_pack_that_is_wrong_is_told(tmp_path: Path, row: str, what: str, remedy: str) -> None:
    file = tmp_path / "sources/mine.yaml"
    file.parent.mkdir()
    file.write_text(f"title: {{fr: Les miens, en: Mine}}\noutlets:\n- {row}\n", encoding="utf-8")
    with pytest.raises(KnowledgeError) as error:
        load_packs((tmp_path,))
    assert what in error.value.what and remedy in error.value.remedy
    assert translate(error.value.what, load_words("fr")) != error.value.what
    assert str(file) in error.value.where


def test_a_pack_of_ones_own(tmp_path: Path) -> None:
    folder = tmp_path / "sources"
    folder.mkdir()
    text = f"title: {{fr: Les miens, en: Mine}}\noutlets:\n- {ROW}\n"
    (folder / "mine.yaml").write_text(text, encoding="utf-8")
    (folder / "sahel-fr.yaml").write_text(text.replace("name: A", "name: B"), encoding="utf-8")
    packs = load_packs((tmp_path,))
    assert [one.name for one in packs["mine"].sources] == ["A"]
    assert [one.name for one in packs["sahel-fr"].sources] == ["B"], "a pack of the same name takes its place"
    assert files.data_path("sources/sahel-fr.yaml").exists()
