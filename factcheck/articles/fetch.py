"""Web addresses -> pages, politely and safely.

Politely: robots.txt (RFC 9309), a pause between two requests to one host, a user agent that says who asks, a page that
was had is asked for again only after hours and then with its ETag, retries that end. Safely: http and https alone, no
private or local address, also not after a redirect or behind a name, limits of size and time, text alone, nothing run.
"""

import ipaddress
import socket
import sqlite3
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from pathlib import Path
from typing import Any, NamedTuple, cast
from urllib.parse import urljoin, urlsplit

import certifi
import urllib3
from protego import Protego
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, NewConnectionError

from factcheck import __version__
from factcheck.articles.pages import FEED_TYPES, PAGE_TYPES
from factcheck.articles.reading import Page
from factcheck.errors import IndexStoreError, InputError

_AGENT = "factcheck-claims"
_TIMEOUT = 20.0
"""Seconds without a byte."""
_DEADLINE = 60.0
"""Seconds for one request: a server that sends a byte now and then would hold us for ever."""
_DELAY = 1.0
"""Seconds between the end of one request to a host and the next."""
_LONGEST_DELAY = 30.0
"""Seconds: a host that asks for longer pauses, or to come back later than that, is left out."""
_PORTS = {"http": 80, "https": 443}
_TRIES = 3
_REDIRECTS = 5
_FRESH = 6 * 3600
"""Seconds for which a page that was had is not asked for again; feeds are asked every time."""
_ROBOTS_BYTES = 512_000
_CHUNK = 65_536
_TRY_AGAIN = (429, 500, 502, 503, 504)
_REDIRECT = (301, 302, 303, 307, 308)
_TYPES = (*PAGE_TYPES, *FEED_TYPES, "text/plain")
_ACCEPT = (
    "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/xml;q=0.9,text/plain;q=0.8"
)
_SCHEMA = """
CREATE TABLE IF NOT EXISTS pages (
    address TEXT PRIMARY KEY, fetched REAL NOT NULL, etag TEXT NOT NULL, modified TEXT NOT NULL,
    media_type TEXT NOT NULL, charset TEXT NOT NULL, data BLOB NOT NULL, had REAL NOT NULL DEFAULT 0)
"""
_ADD_HAD = "ALTER TABLE pages ADD COLUMN had REAL NOT NULL DEFAULT 0"  # a store of the version before


class _Answer(NamedTuple):
    status: int
    headers: Any
    data: bytes


class _Stored(NamedTuple):
    """A page of the store. fetched: when its server was last asked about it; `page.seen` is when it was had."""

    fetched: float
    etag: str
    modified: str
    page: Page


@dataclass(frozen=True)
class Clock:
    """What tells and passes the time."""

    now: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep


class Fetcher:
    """Gets pages, one at a time.

    store: an SQLite file of the pages had, so that what was interrupted goes on where it stopped; None keeps them in
    memory. contact: an address of mail or web that the user agent names. private: hosts (`host` or `host:port`) that
    may be private or local.
    """

    def __init__(
        self,
        max_bytes: int,
        store: Path | None = None,
        contact: str = "",
        private: Collection[str] = (),
        clock: Clock | None = None,
    ) -> None:
        self.agent = f"{_AGENT}/{__version__}" + (f" (+{contact})" if contact else "")
        if not (self.agent.isascii() and self.agent.isprintable()):
            raise InputError("the contact is no address of mail or web")
        self._max_bytes, self._private, self._clock = max_bytes, frozenset(private), clock or Clock()
        self._robots: dict[str, Protego | InputError] = {}
        self._free: dict[str, float] = {}
        self._tls = ssl.create_default_context()
        self._tls.load_verify_locations(certifi.where())
        try:
            self._pages = sqlite3.connect(store or ":memory:")
            self._pages.execute(_SCHEMA)
            if not any(column == "had" for _, column, *_ in self._pages.execute("PRAGMA table_info(pages)")):
                self._pages.execute(_ADD_HAD)
        except sqlite3.Error as error:
            raise IndexStoreError(f"{store}: fetched pages cannot be kept there ({error}); remove the file") from error

    def get(self, address: str, is_feed: bool = False) -> Page:
        """The page at an address, of the store where it was had within hours and is no feed.

        Raises InputError where it may not or cannot be had, or is no text.
        """
        stored = self._stored(address)
        if stored and not is_feed and self._clock.now() - stored.fetched < _FRESH:
            return stored.page
        asked = {"If-None-Match": stored.etag, "If-Modified-Since": stored.modified} if stored else {}
        answer = self._follow(address, {name: value for name, value in asked.items() if value})
        if answer.status == 304 and stored:
            self._keep(address, stored)
            return stored.page
        if answer.status != 200:
            raise InputError(f"the server answers {answer.status}")
        media_type, charset = _content_type(answer.headers.get("Content-Type", ""))
        if media_type not in _TYPES:
            raise InputError(f"no page but {media_type[:60] or 'of no known kind'}")
        page = Page(answer.data, media_type, charset, _iso(self._clock.now()))
        etag, modified = (answer.headers.get(name, "")[:300] for name in ("ETag", "Last-Modified"))
        self._keep(address, _Stored(0.0, etag, modified, page))
        return page

    def close(self) -> None:
        """Closes the store."""
        self._pages.close()

    # --- one address

    def _follow(self, address: str, headers: dict[str, str]) -> _Answer:
        """The answer at the end of the redirects; each hop is asked for as politely and safely as the first."""
        for _ in range(_REDIRECTS + 1):
            robots = self._rules(address)
            if not robots.can_fetch(address, _AGENT):
                raise InputError("robots.txt of the site forbids it")
            answer = self._ask(address, headers, robots.crawl_delay(_AGENT) or 0.0)
            if answer.status not in _REDIRECT:
                return answer
            address = _next(address, answer)
        raise InputError(f"more than {_REDIRECTS} redirects")

    def _rules(self, address: str) -> Protego:
        """What robots.txt of a site allows, asked for once. Raises InputError where it cannot be had."""
        _host(address)
        parts = urlsplit(address)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._robots:
            try:
                self._robots[site] = self._ask_rules(f"{site}/robots.txt")
            except InputError as error:
                self._robots[site] = error
        rules = self._robots[site]
        if isinstance(rules, InputError):
            raise rules
        return rules

    def _ask_rules(self, address: str) -> Protego:
        for _ in range(_REDIRECTS + 1):
            answer = self._ask(address, {}, 0.0, _ROBOTS_BYTES)
            if answer.status >= 500 or answer.status == 429:
                raise InputError(f"robots.txt cannot be had: the server answers {answer.status}")
            if answer.status not in _REDIRECT:
                return Protego.parse(answer.data.decode("utf-8", "replace") if answer.status == 200 else "")
            address = _next(address, answer)
        return Protego.parse("")  # the standard: too many redirects are as good as no file

    def _ask(self, address: str, headers: dict[str, str], delay: float, limit: int | None = None) -> _Answer:
        """One answer; what may pass is tried again a few times, with longer pauses."""
        host = _host(address)
        if delay > _LONGEST_DELAY:
            raise InputError(f"the site asks for {delay:.0f} seconds between two requests")
        for left in range(_TRIES - 1, -1, -1):
            wait = self._free.get(host, 0.0) - self._clock.now()
            if wait > _LONGEST_DELAY:
                raise InputError("the site asked to come back later")
            self._clock.sleep(max(0.0, wait))
            pause = max(delay, _DELAY)
            try:
                answer = self._request(address, headers, limit or self._max_bytes)
            except (HTTPError, HTTPException, OSError) as error:
                if not left:
                    raise InputError(f"cannot be had ({_short(error)})") from error
                pause *= 2 ** (_TRIES - left)
            else:
                if answer.status not in _TRY_AGAIN or not left:
                    return answer
                pause = max(pause * 2 ** (_TRIES - left), self._asked_pause(answer))
            finally:
                self._free[host] = self._clock.now() + pause
        raise AssertionError("a try returns or raises")

    def _asked_pause(self, answer: _Answer) -> float:
        """Seconds of a Retry-After, which says them or a date."""
        asked = answer.headers.get("Retry-After", "").strip()
        if asked.isascii() and asked.isdigit():
            return float(asked[:9])
        with suppress(ValueError, TypeError):
            return parsedate_to_datetime(asked).timestamp() - self._clock.now()
        return 0.0

    def _request(self, address: str, headers: dict[str, str], limit: int) -> _Answer:
        """One request on a connection of its own, stopped at the deadline wherever it is."""
        parts = urlsplit(address)
        connection = self._connection(parts.scheme, parts.hostname or "", parts.port or _PORTS[parts.scheme])
        target = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
        known = {"User-Agent": self.agent, "Accept": _ACCEPT, "Accept-Encoding": "gzip", **headers}
        is_over = threading.Event()
        watch = threading.Timer(_DEADLINE, _cut, (connection, is_over))
        watch.daemon = True
        watch.start()
        try:
            connection.request("GET", _quoted(target), headers=known, preload_content=False)
            answer = connection.getresponse()
            data = _read(answer, limit)
            if is_over.is_set():  # a body whose end is that of the connection looks whole when it is cut
                raise TimeoutError(f"took more than {_DEADLINE:.0f} seconds")
            return _Answer(answer.status, answer.headers, data)
        finally:
            watch.cancel()
            connection.close()

    def _connection(self, scheme: str, host: str, port: int) -> "_CheckedHTTP | _CheckedHTTPS":
        connection: _CheckedHTTP | _CheckedHTTPS
        if scheme == "https":
            connection = _CheckedHTTPS(host, port, timeout=_TIMEOUT, ssl_context=self._tls)
        else:
            connection = _CheckedHTTP(host, port, timeout=_TIMEOUT)
        connection.private = self._private
        return connection

    # --- the store

    def _stored(self, address: str) -> _Stored | None:
        row = self._pages.execute("SELECT * FROM pages WHERE address = ?", (address,)).fetchone()
        if row is None:
            return None
        _, fetched, etag, modified, media_type, charset, data, had = row
        return _Stored(fetched, etag, modified, Page(zlib.decompress(data), media_type, charset, _iso(had)))

    def _keep(self, address: str, stored: _Stored) -> None:
        page = stored.page
        had = datetime.fromisoformat(page.seen).timestamp() if page.seen else 0.0
        row = (address, self._clock.now(), stored.etag, stored.modified, page.media_type, page.charset)
        with self._pages:
            self._pages.execute(
                "INSERT OR REPLACE INTO pages VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (*row, zlib.compress(page.data), had)
            )


def _iso(moment: float) -> str:
    """Seconds since 1970 as ISO 8601 in UTC; empty of 0, which is not known."""
    return datetime.fromtimestamp(moment, UTC).isoformat(timespec="seconds") if moment else ""


def _host(address: str) -> str:
    """The host and port of an address. Raises InputError where it is no http(s) address, or holds a password."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise InputError("no web address") from error
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise InputError("no http or https address")
    if parts.username is not None:
        raise InputError("an address with a user name in it")
    return f"{parts.hostname}:{port or _PORTS[parts.scheme]}"


def _next(address: str, answer: _Answer) -> str:
    """Where a redirect leads."""
    try:
        return urljoin(address, answer.headers.get("Location", ""))
    except ValueError as error:
        raise InputError("a redirect to no address") from error


def _quoted(target: str) -> str:
    """The path of a request in ASCII: letters of other scripts are percent-encoded."""
    return urllib3.util.parse_url(f"http://x{target}").request_uri


def _content_type(header: str) -> tuple[str, str]:
    """(media type, charset) of a Content-Type."""
    media_type, _, rest = header.partition(";")
    charset = next((p.partition("=")[2].strip(" \"'") for p in rest.split(";") if "charset=" in p.lower()), "")
    return media_type.strip().lower(), charset[:40]


def _read(answer: Any, limit: int) -> bytes:
    """The body of an answer, unpacked. Raises InputError where it is larger than the limit, before it is read."""
    data = b""
    for chunk in answer.stream(_CHUNK, decode_content=True):
        data += chunk
        if len(data) > limit:
            raise InputError(f"larger than {limit:,} bytes")
    return data


def _cut(connection: "_Checked", is_over: threading.Event) -> None:
    """Ends what a connection waits for."""
    is_over.set()
    with suppress(OSError):
        if connection.link:
            connection.link.shutdown(socket.SHUT_RDWR)


def _short(error: Exception) -> str:
    return str(error).rpartition(": ")[2][:120] or type(error).__name__


# --- connections that look where they go


class _Checked:
    """Connects to public addresses alone: the address that is connected to is the one that was looked at, so that a
    name cannot lead to one address when it is asked about and to another when it is used."""

    private: frozenset[str] = frozenset()
    link: socket.socket | None = None
    """What is connected, also when the connection has handed it on to its answer."""

    def connect(self) -> None:
        super().connect()  # type: ignore[misc]
        self.link = self.sock  # type: ignore[attr-defined]

    def _new_conn(self) -> socket.socket:
        return _connect(cast(HTTPConnection, self), self.private)


class _CheckedHTTP(_Checked, HTTPConnection):
    """Without TLS."""


class _CheckedHTTPS(_Checked, HTTPSConnection):
    """With TLS, which goes on to check the certificate against the name."""


def _connect(connection: HTTPConnection, private: frozenset[str]) -> socket.socket:
    host, port = connection.host, connection.port
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NewConnectionError(connection, f"no such host ({error})") from error
    is_allowed = bool({host, f"{host}:{port}"} & private)
    addresses = [info[4][:2] for info in found if is_allowed or is_public(str(info[4][0]))]
    if not addresses:
        raise InputError("a private or local address; allow the host with --allow-private if it is yours")
    for address in addresses:
        try:
            return socket.create_connection((str(address[0]), int(address[1])), timeout=_TIMEOUT)
        except OSError as error:
            failure = error
    raise NewConnectionError(connection, str(failure)) from failure


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet, also where it carries another one inside."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    inner: list[Any] = [ip]
    if isinstance(ip, ipaddress.IPv6Address):
        inner += [ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())]
        if ip in _NAT64:
            inner.append(ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF))
    return all(one.is_global and not one.is_multicast for one in inner if one is not None)


_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
