"""Web addresses -> pages: politely, safely, from a small site on this machine."""

import gzip
import socket
import sqlite3
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from factcheck.articles import fetch, read_articles
from factcheck.articles.fetch import Clock, Fetcher, is_public
from factcheck.cli.arguments import main
from factcheck.errors import IndexStoreError, InputError
from tests.articles.test_pages import ATOM, PARAGRAPHS, TITLE, page

LIMIT = 300_000
HTML = {"Content-Type": "text/html; charset=utf-8"}


@dataclass
class Site:
    """A site on 127.0.0.1: path -> (status, headers, body), or what writes to the connection; and what was asked."""

    host: str
    pages: dict = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def url(self, path: str) -> str:
        return f"http://{self.host}{path}"

    def add(self, path: str, body: bytes | str, status: int = 200, **headers: str) -> str:
        data = body.encode() if isinstance(body, str) else body
        self.pages[path] = (status, {**HTML, **{k.replace("_", "-"): v for k, v in headers.items()}}, data)
        return self.url(path)

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


@pytest.fixture
def site() -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            here.asked.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
            answer = here.pages.get(self.path, (404, {}, b""))
            if callable(answer):
                answer(self)
                return
            status, headers, body = answer
            if headers.get("ETag") and self.headers.get("If-None-Match") == headers["ETag"]:
                status, body = 304, b""
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    here = Site(f"127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield here
    server.shutdown()
    server.server_close()


class Time:
    """A clock that passes by sleeping alone."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    def now(self) -> float:
        return 1_700_000_000 + sum(self.slept)

    def sleep(self, seconds: float) -> None:
        self.slept += [seconds] if seconds else []


@pytest.fixture
def clock() -> Time:
    return Time()


@pytest.fixture
def fetcher(site: Site, clock: Time) -> Iterator[Fetcher]:
    with closing(Fetcher(LIMIT, None, "a@example.org", [site.host], Clock(clock.now, clock.sleep))) as one:
        yield one


# --- what is had


def test_a_page_is_fetched_and_read(site: Site, fetcher: Fetcher) -> None:
    address = site.add("/a?x=1", page())
    articles, skipped = read_articles([address], LIMIT, fetcher=fetcher)
    assert not skipped
    [found] = articles
    assert found.text.split("\n") == [TITLE, *PARAGRAPHS]
    assert (found.location, found.source, found.published) == (address, "الجزيرة", "2024-12-05T10:00:00+03:00")


def test_the_charset_of_the_server_goes_before_that_of_the_page(site: Site, fetcher: Fetcher) -> None:
    address = site.add("/a", page().encode("cp1256"), Content_Type="text/html; charset=windows-1256")
    assert PARAGRAPHS[0] in read_articles([address], LIMIT, fetcher=fetcher)[0][0].text


def test_the_pages_a_feed_names_are_fetched_each_once(site: Site, fetcher: Fetcher) -> None:
    links = "".join(f"<item><title>x</title><link>{site.url(p)}</link></item>" for p in ("/1", "/2", "/1"))
    site.add("/feed", f"<rss version='2.0'><channel><title>F</title>{links}</channel></rss>", Content_Type="text/xml")
    site.add("/1", page())
    articles, skipped = read_articles([site.url("/feed")], LIMIT, fetcher=fetcher)
    assert [a.location for a in articles] == [site.url("/1")]
    assert [(s.location, s.reason) for s in skipped] == [(site.url("/2"), "the server answers 404")]
    assert site.paths() == ["/robots.txt", "/feed", "/1", "/2"]


def test_a_feed_that_names_itself_ends(site: Site, fetcher: Fetcher) -> None:
    loop = f"<rss version='2.0'><channel><item><title>x</title><link>{site.url('/feed')}</link></item></channel></rss>"
    site.add("/feed", loop, Content_Type="application/rss+xml")
    articles, skipped = read_articles([site.url("/feed")], LIMIT, fetcher=fetcher)
    assert not articles and "a feed inside a feed" in skipped[0].reason
    assert len(site.asked) <= 3


def test_letters_of_other_scripts_in_an_address_are_asked_for(site: Site, fetcher: Fetcher) -> None:
    site.add("/%D8%B3%D9%88%D8%B1%D9%8A%D8%A7", page())
    assert fetcher.get(site.url("/سوريا")).data


# --- politeness


def test_who_asks_is_said(site: Site, fetcher: Fetcher) -> None:
    fetcher.get(site.add("/a", page()))
    agents = {headers["user-agent"] for _, headers in site.asked}
    assert len(agents) == 1 and agents.pop().startswith("factcheck-claims/")
    assert site.asked[0][1]["user-agent"].endswith("(+a@example.org)")
    with pytest.raises(InputError, match="contact"):
        Fetcher(LIMIT, contact="a\r\nX: y")


@pytest.mark.parametrize(
    ("robots", "is_allowed"),
    [
        ("User-agent: *\nDisallow: /private", True),
        ("User-agent: *\nDisallow: /a", False),
        ("User-agent: *\nDisallow: /*.html$", False),
        ("User-agent: factcheck-claims\nDisallow: /\n\nUser-agent: *\nAllow: /", False),
        ("User-agent: factcheck-claims\nAllow: /\n\nUser-agent: *\nDisallow: /", True),
        ("\0 nonsense", True),
    ],
)
def test_robots_txt_is_obeyed(site: Site, fetcher: Fetcher, robots: str, is_allowed: bool) -> None:
    site.add("/robots.txt", robots)
    address = site.add("/a.html", page())
    if is_allowed:
        assert fetcher.get(address)
    else:
        with pytest.raises(InputError, match=r"robots\.txt"):
            fetcher.get(address)
        assert site.paths() == ["/robots.txt"]


def test_a_site_whose_robots_txt_cannot_be_had_is_left_alone(site: Site, fetcher: Fetcher) -> None:
    site.add("/robots.txt", "", 503)
    for path in ("/a", "/b"):
        with pytest.raises(InputError, match=r"robots\.txt cannot be had"):
            fetcher.get(site.add(path, page()))
    assert set(site.paths()) == {"/robots.txt"} and len(site.asked) == 3, "three tries, once for the site"


def test_a_host_is_given_a_pause_between_requests(site: Site, fetcher: Fetcher, clock: Time) -> None:
    for path in ("/a", "/b"):
        fetcher.get(site.add(path, page()))
    assert clock.slept == [1.0, 1.0]


def test_a_host_that_asks_for_longer_pauses_gets_them(site: Site, fetcher: Fetcher, clock: Time) -> None:
    site.add("/robots.txt", "User-agent: *\nCrawl-delay: 7")
    for path in ("/a", "/b"):
        fetcher.get(site.add(path, page()))
    assert clock.slept == [1.0, 7.0]


def test_retries_end(site: Site, fetcher: Fetcher, clock: Time) -> None:
    with pytest.raises(InputError, match="the server answers 503"):
        fetcher.get(site.add("/a", "", 503))
    assert site.paths() == ["/robots.txt", "/a", "/a", "/a"]
    assert clock.slept == [1.0, 2.0, 4.0]


def test_a_server_that_asks_to_come_back_later_is_not_asked_again(site: Site, fetcher: Fetcher, clock: Time) -> None:
    site.add("/a", "", 429, Retry_After="86400")
    for path in ("/a", "/b"):
        with pytest.raises(InputError, match="come back later"):
            fetcher.get(site.url(path))
    assert site.paths() == ["/robots.txt", "/a"] and clock.slept == [1.0]


def test_a_page_that_was_had_is_not_asked_for_again_for_hours_and_then_only_if_it_changed(
    site: Site, clock: Time, tmp_path: Path
) -> None:
    address = site.add("/a", page(), ETag='"v1"')

    def get() -> bytes:
        with closing(Fetcher(LIMIT, tmp_path / "p", "", [site.host], Clock(clock.now, clock.sleep))) as one:
            return one.get(address).data

    first = get()
    assert get() == first and site.paths() == ["/robots.txt", "/a"], "a run that was stopped goes on"
    clock.sleep(7 * 3600)
    assert get() == first
    assert site.asked[-1][1]["if-none-match"] == '"v1"'
    assert get() == first and site.paths().count("/a") == 2


def test_a_store_that_is_none_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "p").write_text("no database " * 100)
    with pytest.raises(IndexStoreError, match="remove the file"):
        Fetcher(LIMIT, tmp_path / "p")


# --- safety


def test_a_local_address_is_refused_unless_it_is_allowed(site: Site) -> None:
    address = site.add("/a", page())
    for allowed in ([], ["127.0.0.2"], [f"{site.host}1"], ["localhost"]):
        with closing(Fetcher(LIMIT, private=allowed)) as one, pytest.raises(InputError, match="private or local"):
            one.get(address)
    assert site.asked == []
    with closing(Fetcher(LIMIT, private=["127.0.0.1"], clock=Clock(sleep=lambda _: None))) as one:
        assert one.get(address)


@pytest.mark.parametrize(
    "where", ["http://localhost:{port}/b", "http://[::ffff:127.0.0.1]:{port}/b", "http://2130706433/"]
)
def test_a_redirect_to_a_local_address_is_refused(site: Site, fetcher: Fetcher, where: str) -> None:
    site.add("/a", "", 302, Location=where.format(port=site.host.split(":")[1]))
    with pytest.raises(InputError, match=r"private or local|cannot be had"):
        fetcher.get(site.url("/a"))
    assert site.paths() == ["/robots.txt", "/a"]


def test_a_name_that_leads_to_a_local_address_is_refused_and_is_asked_about_once(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = int(site.host.split(":")[1])
    answers = [[(2, 1, 6, "", ("127.0.0.1", port))], [(2, 1, 6, "", ("93.184.216.34", port))]]
    asked: list[str] = []
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, *_, **__: asked.append(host) or answers[len(asked) - 1])
    with closing(Fetcher(LIMIT)) as one, pytest.raises(InputError, match="private or local"):
        one.get(f"http://news.example:{port}/a")
    assert asked == ["news.example"] and site.asked == []


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
        ("2002:c0a8:101::", False),
    ],
)
def test_which_addresses_are_public(address: str, expected: bool) -> None:
    assert is_public(address) is expected


@pytest.mark.parametrize(
    "address",
    ["ftp://a.example/", "file:///etc/passwd", "http://", "http://u:p@a.example/", "http://[x/", "http://a.example:x/"],
)
def test_only_plain_web_addresses_are_asked(fetcher: Fetcher, address: str) -> None:
    with pytest.raises(InputError):
        fetcher.get(address)


@pytest.mark.parametrize("location", ["file:///etc/passwd", "javascript:alert(1)", "http://[x", ""])
def test_a_redirect_to_what_is_no_page_ends(site: Site, fetcher: Fetcher, location: str) -> None:
    with pytest.raises(InputError):
        fetcher.get(site.add("/a", "", 302, Location=location))
    assert len(site.asked) <= 7


def test_redirects_in_a_circle_end(site: Site, fetcher: Fetcher) -> None:
    site.add("/a", "", 302, Location="/b")
    site.add("/b", "", 301, Location="/a")
    with pytest.raises(InputError, match="more than 5 redirects"):
        fetcher.get(site.url("/a"))
    assert len(site.asked) == 7


def test_a_page_after_a_redirect_keeps_the_address_that_was_given(site: Site, fetcher: Fetcher) -> None:
    site.add("/b", page())
    [found] = read_articles([site.add("/a", "", 301, Location="/b")], LIMIT, fetcher=fetcher)[0]
    assert found.location == site.url("/a")


@pytest.mark.parametrize("media_type", ["image/png", "application/pdf", "application/octet-stream", "", "x" * 500])
def test_what_is_no_text_is_named(site: Site, fetcher: Fetcher, media_type: str) -> None:
    with pytest.raises(InputError, match="no page but"):
        fetcher.get(site.add("/a", b"x", Content_Type=media_type))


@pytest.mark.parametrize("headers", [{}, {"Content_Encoding": "gzip"}], ids=["plain", "bomb"])
def test_a_page_too_large_is_named_before_it_is_read(site: Site, fetcher: Fetcher, headers: dict[str, str]) -> None:
    body = b" " * 50_000_000
    with pytest.raises(InputError, match="larger than 300,000 bytes"):
        fetcher.get(site.add("/a", gzip.compress(body) if headers else body, **headers))


def drip(handler: BaseHTTPRequestHandler) -> None:
    """A page a byte now and then."""
    handler.wfile.write(b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n")
    for _ in range(200):
        time.sleep(0.05)
        handler.wfile.write(b"x")


def drip_headers(handler: BaseHTTPRequestHandler) -> None:
    for _ in range(200):
        time.sleep(0.05)
        handler.wfile.write(b"H")


def silent(handler: BaseHTTPRequestHandler) -> None:
    time.sleep(2)


def nonsense(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"\0\1\2 nonsense\r\n\r\n")


def cut_short(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000\r\n\r\nx")


@pytest.mark.parametrize("answer", [drip, drip_headers, silent, nonsense, cut_short])
def test_a_server_that_holds_us_or_talks_nonsense_is_left(
    site: Site, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch, answer: Callable[..., None]
) -> None:
    monkeypatch.setattr(fetch, "_DEADLINE", 0.3)
    site.pages["/a"] = answer
    started = time.monotonic()
    with pytest.raises(InputError, match="cannot be had"):
        fetcher.get(site.url("/a"))
    assert time.monotonic() - started < 5
    assert site.paths().count("/a") == 3


def test_a_host_that_is_not_there_is_named(fetcher: Fetcher) -> None:
    with pytest.raises(InputError, match="cannot be had"):
        fetcher.get("http://no-such-host.invalid/")


# --- the command


def test_a_feed_is_fetched_by_the_command_where_its_host_is_allowed(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(fetch, "_DELAY", 0.0)
    site.add("/1", page())
    feed = site.add("/feed", ATOM.replace("https://news.example/3", site.url("/1")), Content_Type="text/xml")
    assert main(["claims", feed]) == 1
    assert main(["claims", "--fetch", feed]) == 1
    assert site.asked == [] and "--allow-private" in capsys.readouterr().err
    assert main(["claims", "--fetch", "--allow-private", site.host, feed]) == 0
    assert site.url("/1") in capsys.readouterr().out


def test_what_counts_from_now_is_counted_from_the_moment_a_page_was_had(
    site: Site, clock: Time, tmp_path: Path
) -> None:
    dated = page(head="").replace("</h1>", '</h1><span class="time">قبل 3 ساعات</span>')
    address = site.add("/a", dated, ETag='"1"')
    for later in (0, 3600, 24 * 3600):  # from the store, and after the server said that nothing changed
        clock.sleep(later)
        with closing(Fetcher(LIMIT, tmp_path / "p.sqlite", "", [site.host], Clock(clock.now, clock.sleep))) as one:
            [found], skipped = read_articles([address], LIMIT, fetcher=one)
        assert (found.published, skipped) == ("2023-11-14T19:13+00:00", [])


def test_a_store_of_the_version_before_is_read_on(site: Site, clock: Time, tmp_path: Path) -> None:
    address = site.add("/a", page())
    store = tmp_path / "p.sqlite"
    with closing(sqlite3.connect(store)) as old, old:
        columns = "address TEXT PRIMARY KEY, fetched REAL, etag TEXT, modified TEXT, media_type TEXT, charset TEXT"
        old.execute(f"CREATE TABLE pages ({columns}, data BLOB)")
        row = (address, clock.now(), "", "", "text/html", "utf-8", zlib.compress(page().encode()))
        old.execute("INSERT INTO pages VALUES (?, ?, ?, ?, ?, ?, ?)", row)
    with closing(Fetcher(LIMIT, store, "", [site.host], Clock(clock.now, clock.sleep))) as one:
        assert one.get(address).seen == ""
        assert one.get(address, is_feed=True).seen.startswith("2023-11-14T22:13")
