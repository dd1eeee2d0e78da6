"""Connections to public addresses alone, and to none for longer than is allowed."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterable, Sequence
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from ssl import SSLContext
from time import monotonic
from typing import Any

import httpcore

from palabre.errors import FetchError

Address = IPv4Address | IPv6Address
Resolve = Callable[[str, int], Sequence[str]]
_NAT64 = IPv6Network("64:ff9b::/96")
# Addresses at which clouds tell a machine its secrets; nobody's feed is there.
_METADATA = (ip_address("fd00:ec2::254"), ip_address("100.100.100.200"), ip_address("192.0.0.192"))


def resolve(host: str, port: int) -> list[str]:
    """The addresses of ``host``, as the system knows them. Raises OSError where there is none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_public(text: str) -> bool:
    """Whether an address belongs to the public network, addresses inside it unwrapped.

    >>> is_public("93.184.215.14"), is_public("127.0.0.1"), is_public("::ffff:10.0.0.1"), is_public("169.254.169.254")
    (True, False, False, False)
    """
    return all(one.is_global and not one.is_multicast for one in _unwrapped(text)) and not is_forbidden(text)


def is_forbidden(text: str) -> bool:
    """Whether nobody may ask for an address: link-local, multicast, unspecified, or a cloud's metadata.

    >>> is_forbidden("169.254.169.254"), is_forbidden("0.0.0.0"), is_forbidden("192.168.1.4")
    (True, True, False)
    """
    return any(
        one.is_link_local or one.is_multicast or one.is_unspecified or one in _METADATA for one in _unwrapped(text)
    )


def _unwrapped(text: str) -> list[Address]:
    """An address, and the IPv4 address that is written inside it."""
    one = ip_address(text.partition("%")[0])
    if isinstance(one, IPv4Address):
        return [one]
    inner = one.ipv4_mapped or one.sixtofour or (one.teredo[1] if one.teredo else None)
    if one in _NAT64:
        inner = IPv4Address(int(one) & 0xFFFFFFFF)
    return [inner] if inner and one.ipv4_mapped else [one, inner] if inner else [one]


class Guard(httpcore.NetworkBackend):
    """Connects to the very address that was checked, so that a name which changes meanwhile is of no use.

    ``deadline`` is the moment (monotonic seconds) after which nothing is read or written any more.
    """

    def __init__(self, *, allow_private: bool = False, resolve: Resolve = resolve) -> None:
        self.allow_private, self.deadline = allow_private, float("inf")
        self._resolve, self._backend = resolve, httpcore.SyncBackend()

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:  # fmt: skip
        """A connection to the first address of ``host`` that is allowed and answers; raises FetchError."""
        failure: Exception | None = None
        for address in self._addresses(host, port):
            try:
                stream = self._backend.connect_tcp(
                    address, port, timeout=self.left(timeout), local_address=local_address,
                    socket_options=socket_options,
                )  # fmt: skip
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
                continue
            return Bounded(stream, self)
        raise failure or httpcore.ConnectError(f"no address for {host}")

    def left(self, timeout: float | None) -> float:
        """The seconds that a step may take; raises ReadTimeout where none are left."""
        left = self.deadline - monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the time is over")
        return min(left, timeout) if timeout is not None else left

    def _addresses(self, host: str, port: int) -> list[str]:
        found = self._resolved(host, port)
        allowed = [
            one for one in found if is_public(one) or (self.allow_private and not is_forbidden(one))
        ]  # fmt: skip
        if found and not allowed:
            what = f"{host} is at a private address ({found[0]}), which is not fetched"
            hopeless = all(is_forbidden(one) for one in found)
            remedy = "no feed is there" if hopeless else "use --allow-private where the network is your own"
            raise FetchError(host, what, remedy, code="private")
        return allowed

    def _resolved(self, host: str, port: int) -> Sequence[str]:
        """The addresses of ``host``; the system's own search knows no limit of time, so it is given one."""
        found: list[Sequence[str]] = []
        failed: list[OSError | UnicodeError] = []

        def look() -> None:
            try:
                found.append(self._resolve(host, port))
            except (OSError, UnicodeError) as error:
                failed.append(error)

        search = threading.Thread(target=look, daemon=True)
        search.start()
        search.join(self.left(15.0))
        if not found:
            reason = f"the name {host} is not known to the network"
            said = reason if failed else f"the name {host} was not found in time"
            raise FetchError(host, said, "check the address and your connection", code="unreachable")
        return found[0]


class Bounded(httpcore.NetworkStream):
    """A connection each of whose steps ends at the guard's deadline at the latest."""

    def __init__(self, stream: httpcore.NetworkStream, guard: Guard) -> None:
        self._stream, self._guard = stream, guard

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Some bytes; raises ReadTimeout."""
        return self._stream.read(max_bytes, timeout=self._guard.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send bytes; raises WriteTimeout."""
        self._stream.write(buffer, timeout=self._guard.left(timeout))

    def close(self) -> None:
        """Hang up."""
        self._stream.close()

    def start_tls(
        self, ssl_context: SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """The same connection, encrypted."""
        return Bounded(self._stream.start_tls(ssl_context, server_hostname, self._guard.left(timeout)), self._guard)

    def get_extra_info(self, info: str) -> Any:
        """What the connection knows of itself."""
        return self._stream.get_extra_info(info)
