"""A server of feeds on loopback that behaves as badly as servers do, and writes down what it was asked."""

from __future__ import annotations

import gzip
import json
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from palabre.ingest.fetch import Limits

# What the tests allow: seconds that are soon over, and no pause between requests.
LIMITS = Limits(connect=1.0, read=0.4, whole=1.2, size=2_000_000, delay=0.0)
SENTENCES = (
    "Le Niger a rappelé lundi son ambassadeur au Bénin, a annoncé le ministère nigérien des Affaires étrangères.",
    "Le Mali a expulsé mardi l'ambassadeur de France à Bamako.",
    "Le président du Burkina Faso a reçu mercredi le ministre russe de la Défense à Ouagadougou.",
)


@dataclass
class Site:
    """What a server answers by path, and what it was asked: path and headers."""

    answers: dict[str, Callable[[Any], None]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    port: int = 0
    over: threading.Event = field(default_factory=threading.Event)

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]

    def give(
        self, path: str, content: bytes | str = b"", *, status: int = 200, kind: str = "application/rss+xml",
        **headers: str,
    ) -> str:  # fmt: skip
        """Answer a path with this content."""
        body = content.encode() if isinstance(content, str) else content

        def answer(one: Any) -> None:
            send_head(one, status, {"Content-Type": kind, "Content-Length": str(len(body)), **dashed(headers)})
            one.wfile.write(body)

        self.answers[path] = answer
        return self.url(path)

    def conditional(self, path: str, content: str, etag: str = '"1"') -> str:
        """Answer with 304 to who knows the etag."""
        body = content.encode()

        def answer(one: Any) -> None:
            if one.headers.get("If-None-Match") == etag:
                send_head(one, 304, {"ETag": etag})
            else:
                send_head(one, 200, {"ETag": etag, "Content-Length": str(len(body))})
                one.wfile.write(body)

        self.answers[path] = answer
        return self.url(path)

    def drip(self, path: str, pieces: Iterable[bytes], *, head: bytes = b"", pause: float = 0.0, **headers: str) -> str:
        """Send ``head`` (else a good one), then piece by piece; hang up at the end."""

        def answer(one: Any) -> None:
            if head:
                one.wfile.write(head)
            else:
                send_head(one, 200, {"Content-Type": "application/rss+xml", "Connection": "close", **dashed(headers)})
            for piece in pieces:
                if self.over.wait(pause) if pause else self.over.is_set():
                    break
                one.wfile.write(piece)
                one.wfile.flush()
            one.close_connection = True

        self.answers[path] = answer
        return self.url(path)


def dashed(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def send_head(one: Any, status: int, headers: dict[str, str]) -> None:
    one.send_response(status)
    for name, value in headers.items():
        one.send_header(name, value)
    one.end_headers()


@contextmanager
def serving(context: ssl.SSLContext | None = None) -> Iterator[Site]:
    """A site on a free port of loopback, encrypted with a ``context``."""
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            site.asked.append((self.path, dict(self.headers)))
            answer = site.answers.get(self.path)
            try:
                if answer:
                    answer(self)
                else:
                    send_head(self, 404, {"Content-Length": "0"})
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def log_message(self, *_: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_: Any) -> None:
            """Clients that hang up are what is tested."""

    server = Server(("127.0.0.1", 0), Handler)
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    server.daemon_threads, server.block_on_close = True, False
    site.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.over.set()
        server.shutdown()
        server.server_close()


# Feeds.


def item(number: int = 1, *, title: str = "", text: str = "", link: str = "", day: str = "", guid: str = "") -> str:
    said = f"&lt;p&gt;{text or SENTENCES[number % 3]}&lt;/p&gt;"
    date = day if day else f"{1 + number % 28:02d} Jun 2024 10:00:00 +0100"
    return (
        f"<item><title>{title or f'Dépêche numéro {number} de la journée à Niamey'}</title>"
        f"<link>{link or f'/a/{number}'}</link><guid isPermaLink='false'>{guid or number}</guid>"
        + (f"<pubDate>{date}</pubDate>" if day != "none" else "")
        + f"<description>{said}</description></item>"
    )


def rss(*items: str, title: str = "Le Courrier du fleuve", head: str = '<?xml version="1.0" encoding="utf-8"?>') -> str:
    inner = "\n".join(items)
    return f'{head}<rss version="2.0"><channel><title>{title}</title><language>fr</language>{inner}</channel></rss>'


def many(count: int) -> str:
    return rss(*(item(number) for number in range(count)))


def json_feed(*rows: dict[str, Any]) -> str:
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Le Courrier", "items": list(rows)})


def bomb(size: int = 100_000_000) -> bytes:
    """Some hundred kilobytes that unpack to ``size`` bytes."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = b" " * 1_000_000
    return b"".join(packer.compress(block) for _ in range(size // len(block))) + packer.flush()


def endless(piece: bytes = b"<item>" * 1000) -> Iterator[bytes]:
    while True:
        yield piece


def packed(content: str) -> bytes:
    return gzip.compress(content.encode())


def elapsed(since: float) -> float:
    return time.monotonic() - since
