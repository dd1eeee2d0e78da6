"""One client for pages and feeds: robots.txt, a pause between requests to a host, checked redirects, limits."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from time import monotonic
from types import TracebackType

import httpcore
import httpx

from palabre.errors import FetchError
from palabre.ingest.fetch.body import read_body, too_large
from palabre.ingest.fetch.limits import Limits
from palabre.ingest.fetch.network import Guard, Resolve, resolve
from palabre.ingest.fetch.robots import Robots, read_robots
from palabre.ingest.fetch.statuses import MOVED, check_status

ACCEPT = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/html;q=0.9,"
    " */*;q=0.5"
)
Remember = Callable[[str, str], None]


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer: where it came from, its bytes, and what to ask next time; nothing new where ``unchanged``.

    ``truncated``: it broke off before its end.
    """

    url: str
    content: bytes = b""
    type: str = ""
    charset: str = ""
    etag: str = ""
    modified: str = ""
    unchanged: bool = False
    truncated: bool = False


class Client:
    """Fetches one address after the other; keeps no cookie, and sends nothing but its name.

    ``allow_private`` lets it into a network of the user's own; ``contact`` is told to those whom it asks.
    """

    def __init__(
        self, *, version: str = "", contact: str = "", allow_private: bool = False, limits: Limits | None = None,
        resolve: Resolve = resolve, robots: Mapping[str, str] | None = None, remember: Remember | None = None,
    ) -> None:  # fmt: skip
        self.limits = limits or Limits()
        about = "; ".join(part for part in ("reads news feeds", contact.strip()) if part)
        self.agent = f"Palabre/{version or '0'} ({about})"
        self._guard = Guard(allow_private=allow_private, resolve=resolve)
        self._pool: httpcore.ConnectionPool | None = None
        self._last: dict[str, float] = {}
        self._robots = {origin: read_robots(text) for origin, text in (robots or {}).items()}
        self._remember = remember or (lambda _origin, _text: None)

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: TracebackType | BaseException | type[BaseException] | None) -> None:
        if self._pool is not None:
            self._pool.close()

    def get(self, url: str, *, etag: str = "", modified: str = "") -> Fetched:
        """The answer of ``url``; nothing but ``unchanged`` where it is still what ``etag`` or ``modified`` names.

        Raises FetchError, whose ``code`` says which limit, refusal or status it was.
        """
        target, left = parse_url(url), self.limits.whole
        asked = {name: value for name, value in (("If-None-Match", etag), ("If-Modified-Since", modified)) if value}
        for _ in range(self.limits.redirects + 1):
            self._ask_leave(target)
            began = monotonic()
            answer = self._get(target, asked, left, self.limits.size)
            left -= monotonic() - began
            if isinstance(answer, Fetched):
                return answer
            target = answer
        what = f"the address sends on more than {self.limits.redirects} times"
        raise FetchError(url, what, "look for the outlet's present address", code="redirects")

    def _ask_leave(self, target: httpx.URL) -> None:
        """Heed the host's robots.txt, and its pause; raises FetchError."""
        origin = _origin(target)
        if origin not in self._robots:
            with _of(target):
                self._robots[origin] = self._load_robots(origin)
        robots = self._robots[origin]
        if not robots.allows(target.raw_path.decode("ascii", "replace")):
            remedy = "ask the outlet for leave, or for another address"
            raise FetchError(str(target), f"robots.txt of {target.host} forbids it", remedy, code="robots")
        self._pause(target.host, robots.delay)

    def _load_robots(self, origin: str) -> Robots:
        """The rules of a host; where it has none, all is allowed."""
        target = httpx.URL(f"{origin}/robots.txt")
        text, left = "", self.limits.whole
        try:
            for _ in range(self.limits.redirects + 1):
                self._pause(target.host, 0.0)
                answer = self._get(target, {}, left, self.limits.robots)
                if isinstance(answer, Fetched):
                    text = answer.content.decode("utf-8", "replace")
                    break
                target = answer
        except FetchError as error:
            if error.code not in ("status", "large", "encoding", "redirects"):
                raise
        self._remember(origin, text)
        return read_robots(text)

    def _pause(self, host: str, asked: float) -> None:
        """Wait until the host may be asked again."""
        delay = max(self.limits.delay, min(asked, self.limits.longest_delay))
        rest = self._last.get(host, -delay) + delay - monotonic() if host in self._last else 0.0
        if rest > 0:
            time.sleep(rest)

    def _get(self, target: httpx.URL, asked: Mapping[str, str], left: float, limit: int) -> Fetched | httpx.URL:
        """One request: its answer, or where it sends us."""
        url = str(target)
        self._guard.deadline = monotonic() + left
        try:
            with _telling(url, self.limits), self._answer(target, asked) as answer:
                headers = httpx.Headers(answer.headers)
                if answer.status in MOVED and (place := headers.get("location")):
                    return parse_url(place, base=target)
                if answer.status == 304:
                    return Fetched(url, unchanged=True)
                check_status(url, answer.status, headers)
                return _read(url, answer, headers, limit)
        finally:
            self._last[target.host] = monotonic()

    def _answer(self, target: httpx.URL, asked: Mapping[str, str]) -> AbstractContextManager[httpcore.Response]:
        own = {"User-Agent": self.agent, "Accept": ACCEPT, "Accept-Encoding": "gzip, deflate"}
        return self._connections().stream(
            "GET",
            httpcore.URL(
                scheme=target.raw_scheme, host=target.raw_host, port=target.port, target=target.raw_path
            ),
            headers=list({**own, **asked}.items()),
            extensions={"timeout": {"connect": self.limits.connect, "read": self.limits.read,
                                    "write": self.limits.read, "pool": self.limits.connect}},
        )  # fmt: skip

    def _connections(self) -> httpcore.ConnectionPool:
        if self._pool is None:
            # Connections are closed after each answer that broke off; few are kept, for few hosts are asked at once.
            self._pool = httpcore.ConnectionPool(
                ssl_context=httpx.create_ssl_context(trust_env=True), max_keepalive_connections=4, keepalive_expiry=15,
                network_backend=self._guard,
            )  # fmt: skip
        return self._pool


def parse_url(text: str, *, base: httpx.URL | None = None) -> httpx.URL:
    """An address of the web, seen from ``base``, without its fragment; raises FetchError.

    >>> str(parse_url("../feed#top", base=httpx.URL("https://example.org/a/b")))
    'https://example.org/feed'
    """
    try:
        url = base.join(text.strip()) if base else httpx.URL(text.strip())
        url = url.copy_with(fragment=None)
    except (httpx.InvalidURL, ValueError, UnicodeError) as error:
        raise FetchError(text, "this is no address of the web", "write it as https://…", code="address") from error
    if url.scheme not in ("http", "https") or not url.host:
        what = f"addresses of the kind {url.scheme}: are not fetched" if url.scheme else "this is no address of the web"
        raise FetchError(str(url) or text, what, "write it as https://…", code="address")
    if url.userinfo:
        what = "the address holds a name or a password"
        raise FetchError(url.host, what, "leave it out: addresses are kept in the ledger", code="address")
    return url


def _read(url: str, answer: httpcore.Response, headers: httpx.Headers, limit: int) -> Fetched:
    said = headers.get("content-length", "")
    if said.isdecimal() and int(said) > limit:
        raise too_large(url, limit)
    content, broken = read_body(url, answer.iter_stream(), headers.get("content-encoding", ""), limit=limit)
    kind, _, rest = headers.get("content-type", "").partition(";")
    _, _, charset = rest.lower().partition("charset=")
    return Fetched(
        url, content, kind.strip().lower(), charset.split(";")[0].strip(" \"'"), headers.get("etag", ""),
        headers.get("last-modified", ""), truncated=broken,
    )  # fmt: skip


def _origin(target: httpx.URL) -> str:
    return f"{target.scheme}://{target.netloc.decode('ascii')}"


@contextmanager
def _of(target: httpx.URL) -> Iterator[None]:
    """Tell what is wrong with a host of the address that was asked for, not of its robots.txt alone."""
    try:
        yield
    except FetchError as error:
        what = f"its robots.txt is not sent: {error.what}" if error.code in ("busy", "fault") else error.what
        raise FetchError(str(target), what, error.remedy, code=error.code, wait=error.wait) from error


@contextmanager
def _telling(url: str, limits: Limits) -> Iterator[None]:
    """Turns what the network says into what is wrong and what to do."""
    later = "try again later"
    try:
        yield
    except FetchError as error:
        if error.where != url:
            raise FetchError(url, error.what, error.remedy, code=error.code, wait=error.wait) from error
        raise
    except httpcore.TimeoutException as error:
        what = f"the server took longer than is allowed ({limits.connect:g} s to connect, {limits.whole:g} s in all)"
        raise FetchError(url, what, later, code="slow") from error
    except (httpcore.RemoteProtocolError, httpcore.LocalProtocolError, httpcore.UnsupportedProtocol) as error:
        raise FetchError(url, "the server does not answer as the web does", later, code="protocol") from error
    except httpcore.NetworkError as error:
        if isinstance(error.__cause__ or error.__context__, ssl.SSLError) or "SSL" in str(error).upper():
            what = "the connection is not safe: the server's certificate is not accepted"
            raise FetchError(
                url, what, "check the clock of this machine and the address", code="certificate"
            ) from error
        what = "the server cannot be reached, or hung up"
        raise FetchError(url, what, "check the address and your connection", code="unreachable") from error
