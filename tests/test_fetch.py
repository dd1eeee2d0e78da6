"""Fetching from servers that misbehave: it never hangs, never fills memory, and says what was wrong in each case."""

from __future__ import annotations

import gc
import itertools
import shutil
import ssl
import subprocess
import threading
import time
import tracemalloc
from collections.abc import Iterator
from gettext import NullTranslations
from pathlib import Path

import pytest
from feed_server import LIMITS, Site, bomb, elapsed, endless, item, packed, rss, serving

from palabre.cli.language import load_words, translate
from palabre.errors import FetchError, InputError, PalabreError
from palabre.ingest.fetch import Client, Limits
from palabre.ingest.fetch.network import is_forbidden, is_public
from palabre.ingest.fetch.robots import read_robots

FEED = rss(item(1), item(2))


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as served:
        yield served


@pytest.fixture
def client() -> Iterator[Client]:
    with Client(version="test", allow_private=True, limits=LIMITS) as one:
        yield one


def refused(client: Client, url: str) -> FetchError:
    """The error of an address, which comes in time and can be told in French."""
    since = time.monotonic()
    with pytest.raises(FetchError) as error:
        client.get(url)
    assert elapsed(since) < 3 * LIMITS.whole
    for said in (error.value.what, error.value.remedy):
        assert translate(said, NullTranslations()) == said
        assert not said or translate(said, load_words("fr")) != said, said
    assert "\n" not in str(error.value)
    return error.value


def test_an_answer_and_what_is_sent(site: Site, client: Client) -> None:
    found = client.get(site.give("/feed", FEED, ETag='"7"', Last_Modified="Tue, 18 Jun 2024 08:00:00 GMT"))
    assert (found.content, found.type, found.etag) == (FEED.encode(), "application/rss+xml", '"7"')
    client.get(site.url("/feed"), etag=found.etag, modified=found.modified)
    path, headers = site.asked[-1]
    assert path == "/feed"
    assert headers["If-None-Match"] == '"7"' and headers["If-Modified-Since"] == "Tue, 18 Jun 2024 08:00:00 GMT"
    assert headers["User-Agent"].startswith("Palabre/test (")
    assert set(headers) == {"Host", "User-Agent", "Accept", "Accept-Encoding", "If-None-Match", "If-Modified-Since"}


def test_no_cookie_is_kept(site: Site, client: Client) -> None:
    site.give("/feed", FEED, Set_Cookie="id=1; Path=/")
    client.get(site.url("/feed"))
    client.get(site.url("/feed"))
    assert not any("Cookie" in headers for _, headers in site.asked)


def test_who_asks_may_be_said(site: Site) -> None:
    site.give("/feed", FEED)
    with Client(version="1", contact="desk@example.org", allow_private=True, limits=LIMITS) as one:
        one.get(site.url("/feed"))
    assert site.asked[-1][1]["User-Agent"] == "Palabre/1 (reads news feeds; desk@example.org)"


def test_nothing_new_is_not_sent_again(site: Site, client: Client) -> None:
    url = site.conditional("/feed", FEED)
    assert not client.get(url).unchanged
    again = client.get(url, etag='"1"')
    assert again.unchanged and not again.content


# Servers that misbehave.


def test_slow_headers_end_in_time(site: Site, client: Client) -> None:
    """A byte now and then would never reach the limit of one read."""
    head = (bytes([byte]) for byte in itertools.cycle(b"HTTP/1.1 200 OK\r\nX-A: b\r\n"))
    site.drip("/feed", head, head=b"HTTP/1.1 200 OK\r\n", pause=0.05)
    assert refused(client, site.url("/feed")).code == "slow"


def test_no_headers_at_all_end_in_time(site: Site, client: Client) -> None:
    site.drip("/feed", [b"x"], head=b"H", pause=30.0)
    assert refused(client, site.url("/feed")).code == "slow"


def test_a_slow_body_ends_in_time(site: Site, client: Client) -> None:
    site.drip("/feed", endless(b" "), pause=0.05)
    assert refused(client, site.url("/feed")).code == "slow"


def test_a_loop_of_redirects_ends(site: Site, client: Client) -> None:
    site.give("/a", status=302, Location="/b")
    site.give("/b", status=302, Location="/a")
    error = refused(client, site.url("/a"))
    assert error.code == "redirects" and "5" in error.what
    assert len(site.paths()) == 1 + 6  # robots.txt, and then the way


def test_redirects_are_followed(site: Site, client: Client) -> None:
    site.give("/old", status=301, Location="/new?a=1#top")
    site.give("/new?a=1", FEED)
    assert client.get(site.url("/old")).url == site.url("/new?a=1")


@pytest.mark.parametrize(
    "place", ["file:///etc/passwd", "ftp://example.org/a", "gopher://127.0.0.1:70/1", "javascript:1"]
)
def test_redirects_to_other_kinds_of_address_are_refused(site: Site, client: Client, place: str) -> None:
    site.give("/a", status=302, Location=place)
    assert refused(client, site.url("/a")).code == "address"


def test_a_bomb_is_left_at_the_limit(site: Site, client: Client) -> None:
    content = bomb()
    site.give("/feed", content, Content_Encoding="gzip")
    assert len(content) < LIMITS.size
    error, peak = measured(client, site.url("/feed"))
    assert error.code == "large" and "2 MB" in error.what
    assert peak < 4 * LIMITS.size


def test_a_bomb_in_two_wrappings_is_refused(site: Site, client: Client) -> None:
    site.give("/feed", packed("x"), Content_Encoding="gzip, gzip")
    assert refused(client, site.url("/feed")).code == "encoding"


def test_an_endless_body_is_left_at_the_limit(site: Site, client: Client) -> None:
    site.drip("/feed", endless())
    error, peak = measured(client, site.url("/feed"))
    assert error.code == "large"
    assert peak < 4 * LIMITS.size


def test_endless_headers_are_left_at_a_limit(site: Site, client: Client) -> None:
    site.drip("/feed", endless(b"X-Header: something\r\n" * 200), head=b"HTTP/1.1 200 OK\r\n")
    error, peak = measured(client, site.url("/feed"))
    assert error.code == "protocol"
    assert peak < 4 * LIMITS.size


def measured(client: Client, url: str) -> tuple[FetchError, int]:
    """The error of an address, and the greatest memory it took."""
    client._connections()  # what is loaded once is no part of it
    gc.collect()
    tracemalloc.start()
    try:
        error = refused(client, url)
        return error, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_length_beyond_the_limit_is_refused_before_it_is_read(site: Site, client: Client) -> None:
    site.drip("/feed", [b"x"], Content_Length="999999999999")
    assert refused(client, site.url("/feed")).code == "large"


@pytest.mark.parametrize(
    ("status", "code", "word"),
    [(500, "fault", "fault"), (404, "status", "nothing"), (403, "status", "refuses"), (410, "status", "gone"),
     (401, "status", "password"), (204, "status", "no content"), (451, "status", "barred"), (418, "status", "418")],
)  # fmt: skip
def test_a_status_is_told(site: Site, client: Client, status: int, code: str, word: str) -> None:
    site.give("/feed", status=status)
    error = refused(client, site.url("/feed"))
    assert error.code == code and word in error.what and str(status) in error.what


@pytest.mark.parametrize(("status", "said", "wait"), [(429, "120", 120.0), (503, "3600", 3600.0), (429, "soon", 0.0)])
def test_busy_servers_say_how_long(site: Site, client: Client, status: int, said: str, wait: float) -> None:
    site.give("/feed", status=status, Retry_After=said)
    error = refused(client, site.url("/feed"))
    assert (error.code, error.wait) == ("busy", wait)


def test_a_body_that_breaks_off_is_said_to(site: Site, client: Client) -> None:
    site.drip("/feed", [FEED.encode()[:300]], Content_Length=str(len(FEED.encode())))
    found = client.get(site.url("/feed"))
    assert found.truncated and found.content == FEED.encode()[:300]
    site.drip("/packed", [packed(FEED * 50)[:200]], Content_Encoding="gzip")
    assert client.get(site.url("/packed")).truncated


def test_a_length_that_is_too_small_cuts_the_body(site: Site, client: Client) -> None:
    site.drip("/feed", [FEED.encode()], Content_Length="100")
    assert len(client.get(site.url("/feed")).content) == 100
    site.give("/other", FEED)
    assert client.get(site.url("/other")).content == FEED.encode(), "what was too much does not spoil the next answer"


@pytest.mark.parametrize("length", ["-5", "many"])
def test_a_length_that_is_none_is_told(site: Site, client: Client, length: str) -> None:
    site.drip("/feed", [FEED.encode()], Content_Length=length)
    assert refused(client, site.url("/feed")).code == "protocol"


def test_packings(site: Site, client: Client) -> None:
    site.give("/gzip", packed(FEED), Content_Encoding="gzip")
    site.give("/two", packed(FEED) + packed("<!-- -->"), Content_Encoding="x-gzip")
    site.give("/false", FEED, Content_Encoding="gzip")
    site.give("/br", FEED, Content_Encoding="br")
    assert client.get(site.url("/gzip")).content == FEED.encode()
    assert client.get(site.url("/two")).content == FEED.encode() + b"<!-- -->"
    assert refused(client, site.url("/false")).code == "encoding"
    assert refused(client, site.url("/br")).code == "encoding"


def test_a_server_that_hangs_up_is_told(site: Site, client: Client) -> None:
    site.drip("/feed", [], head=b"\r")
    assert refused(client, site.url("/feed")).code in ("protocol", "unreachable")
    site.drip("/noise", [], head=b"\x00\x01\x02 what is this\r\n\r\n")
    assert refused(client, site.url("/noise")).code == "protocol"


def test_nobody_there(client: Client) -> None:
    with serving() as gone:
        url = gone.url("/feed")
    assert refused(client, url).code == "unreachable"


@pytest.mark.skipif(not shutil.which("openssl"), reason="no openssl to make a certificate with")
def test_certificates_are_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The certificate is checked by name, though the connection goes to the address that was checked."""
    key, own = tmp_path / "key.pem", tmp_path / "own.pem"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", own, "-days", "2"]
    subject = ["-subj", "/CN=outlet.example", "-addext", "subjectAltName=DNS:outlet.example"]
    subprocess.run([*made, *subject], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(own, key)
    with serving(context) as site:
        site.give("/feed", FEED)
        for host, trusted, code in (
            ("outlet", False, "certificate"),
            ("outlet", True, ""),
            ("other", True, "certificate"),
        ):
            monkeypatch.setenv("SSL_CERT_FILE", str(own)) if trusted else monkeypatch.delenv("SSL_CERT_FILE", False)
            with Client(limits=LIMITS, allow_private=True, resolve=lambda *_: ["127.0.0.1"]) as one:
                url = f"https://{host}.example:{site.port}/feed"
                if code:
                    assert refused(one, url).code == code
                else:
                    assert one.get(url).content == FEED.encode()


# Private networks.


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:{port}/feed", "http://localhost:{port}/feed", "http://2130706433:{port}/feed",
     "http://0x7f000001:{port}/feed", "http://127.1:{port}/feed", "http://[::1]:{port}/feed",
     "http://[::ffff:127.0.0.1]:{port}/feed", "http://10.0.0.1/", "http://192.168.1.1/", "http://100.64.0.1/",
     "http://169.254.169.254/latest/meta-data/", "http://[fe80::1]/", "http://[fd00:ec2::254]/", "http://0.0.0.0:{port}/"],
)  # fmt: skip
def test_private_addresses_are_refused(site: Site, url: str) -> None:
    site.give("/feed", FEED)
    with Client(limits=LIMITS) as careful:
        error = refused(careful, url.format(port=site.port))
    assert error.code == "private" or (error.code == "unreachable" and "[" in url)
    assert not site.asked


@pytest.mark.parametrize("url", ["http://169.254.169.254/latest/", "http://[fd00:ec2::254]/", "http://0.0.0.0/"])
def test_metadata_is_refused_even_where_private_addresses_are_allowed(client: Client, url: str) -> None:
    assert refused(client, url).code == "private"


def test_addresses_that_are_public() -> None:
    assert all(map(is_public, ("8.8.8.8", "2606:4700::1111", "64:ff9b::808:808")))
    inner = ("64:ff9b::7f00:1", "2002:7f00:1::", "::ffff:192.168.0.1", "::", "224.0.0.1", "255.255.255.255")
    assert not any(map(is_public, inner))
    assert is_forbidden("::ffff:169.254.169.254") and not is_forbidden("127.0.0.1")


def rebinding(first: str, then: str) -> Client:
    """A client whose network gives a name another address the second time."""
    answers = iter([first])
    return Client(limits=LIMITS, allow_private=True, resolve=lambda _host, _port: [next(answers, then)])


def test_a_redirect_to_a_private_address_is_refused(site: Site) -> None:
    """The first hop is allowed, as the addresses of its name say; the second is what it is."""
    site.give("/a", status=302, Location="http://169.254.169.254/latest/meta-data/")
    with Client(limits=LIMITS, allow_private=True) as one:
        assert refused(one, site.url("/a")).code == "private"


def test_a_name_that_changes_its_address_is_checked_each_time(site: Site) -> None:
    site.give("/feed", FEED, Connection="close")
    site.give("/robots.txt", "", Connection="close")
    with rebinding("127.0.0.1", "169.254.169.254") as one:
        error = refused(one, f"http://outlet.example:{site.port}/feed")
    assert error.code == "private"
    assert site.paths() == ["/robots.txt"], "the connection goes to the address that was checked"


def test_of_several_addresses_only_public_ones_are_tried(site: Site) -> None:
    with Client(limits=LIMITS, resolve=lambda *_: ["127.0.0.1", "192.168.1.1"]) as one:
        assert refused(one, f"http://outlet.example:{site.port}/").code == "private"
    assert not site.asked


def test_a_name_nobody_knows_and_a_search_that_never_ends(client: Client) -> None:
    with Client(limits=LIMITS, resolve=lambda *_: (threading.Event().wait(30) and []) or []) as one:
        assert refused(one, "http://slow.example/").code == "unreachable"
    assert refused(client, "http://nobody.invalid/feed").code == "unreachable"


@pytest.mark.parametrize(
    "url", ["", "feed", "file:///etc/passwd", "http://", "https://a:b@example.org/", "http://[::1/"]
)
def test_what_is_no_address_is_refused(client: Client, url: str) -> None:
    assert refused(client, url).code == "address"


# Politeness.


def test_robots_forbid_and_allow(site: Site, client: Client) -> None:
    site.give(
        "/robots.txt", "User-agent: *\nDisallow: /private/\nDisallow: /*/feed/$\n\nUser-agent: Other\nDisallow: /"
    )
    for path in ("/private/feed", "/niger/feed/"):
        site.give(path, FEED)
        assert refused(client, site.url(path)).code == "robots"
    assert client.get(site.give("/feed/", FEED)).content
    assert site.paths() == ["/robots.txt", "/feed/"], "asked for once"


def test_robots_of_each_hop_are_heeded(site: Site, client: Client) -> None:
    site.give("/robots.txt", "User-agent: palabre\nDisallow: /secret")
    site.give("/feed", status=302, Location="/secret/feed")
    assert refused(client, site.url("/feed")).code == "robots"
    assert "/secret/feed" not in site.paths()


def test_robots_that_are_a_page_or_a_fault(site: Site) -> None:
    site.give("/feed", FEED)
    for status, content, served in ((200, "<html>" * 100, True), (403, "", True), (500, "", False), (503, "", False)):
        site.give("/robots.txt", content, status=status, kind="text/html")
        with Client(allow_private=True, limits=LIMITS) as one:
            if served:
                assert one.get(site.url("/feed")).content
            else:
                refused(one, site.url("/feed"))


def test_robots_that_were_kept_are_not_asked_for(site: Site) -> None:
    site.give("/feed", FEED)
    kept: dict[str, str] = {}
    with Client(allow_private=True, limits=LIMITS, remember=kept.__setitem__) as one:
        one.get(site.url("/feed"))
    assert list(kept) == [site.url("")]
    with Client(allow_private=True, limits=LIMITS, robots={site.url(""): "User-agent: *\nDisallow: /"}) as one:
        assert refused(one, site.url("/feed")).code == "robots"
    assert site.paths() == ["/robots.txt", "/feed"]


@pytest.mark.parametrize(
    ("text", "target", "allowed"),
    [
        ("User-agent: *\nDisallow:", "/", True),
        ("User-agent: *\nDisallow: /", "/feed", False),
        ("User-agent: *\nDisallow: /\nAllow: /feed", "/feed", True),
        ("User-agent: *\nAllow: /feed\nDisallow: /", "/feed", True),
        ("User-agent: a\nUser-agent: Palabre\nDisallow: /x", "/x/y", False),
        ("User-agent: palabre\nDisallow: /x\n\nUser-agent: *\nDisallow: /", "/feed", True),
        ("user-agent : *\ndisallow : /*?s= # search", "/a?s=1", False),
        ("User-agent: *\nDisallow: /a$", "/ab", True),
        ("User-agent: *\nDisallow: *.php$", "/spip.php?page=backend", True),
        ("Disallow: /", "/", True),
        ("<html><body>not found</body></html>", "/", True),
    ],
)
def test_rules_of_robots(text: str, target: str, allowed: bool) -> None:
    assert read_robots(text).allows(target) is allowed


def test_rules_that_would_be_slow_to_match_are_not() -> None:
    since = time.monotonic()
    assert read_robots("User-agent: *\nDisallow: /" + "*a" * 200 + "$").allows("/" + "a" * 5000 + "b")
    assert elapsed(since) < 1


def test_a_host_is_given_time(site: Site) -> None:
    site.give("/feed", FEED)
    site.give("/robots.txt", "User-agent: *\nCrawl-delay: 0.3")
    with Client(allow_private=True, limits=Limits(delay=0.1)) as one:
        one.get(site.url("/feed"))
        since = time.monotonic()
        one.get(site.url("/feed"))
        assert 0.25 < elapsed(since) < 2


def test_errors_are_inputs_that_cannot_be_read() -> None:
    assert issubclass(FetchError, InputError) and issubclass(FetchError, PalabreError)
