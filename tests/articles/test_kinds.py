"""What a file is, told by how it begins."""

import pytest

from factcheck.articles.kinds import ANSWER, FEED, GZIP, HTML, JSON, MHTML, PDF, RICH_TEXT, WARC, WORD_97, ZIP, kind_of


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"<!DOCTYPE html><html>", HTML),
        (b"\xef\xbb\xbf\n <html lang=ar>", HTML),
        (b"<!-- saved from url=(0014)about:internet -->\n<html>", HTML),
        (b"<?php header('x'); ?>\n<!doctype html>", HTML),
        (b"<?xml version='1.0'?><!DOCTYPE html PUBLIC 'x'><html>", HTML),
        ("<html><body>".encode("utf-16"), HTML),
        (b"<head><title>x", HTML),
        (b"<?xml version='1.0'?>\n<rss version='2.0'>", FEED),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'>", FEED),
        (b"<rdf:RDF>", FEED),
        (b'{"text": "x"}', JSON),
        (b'[\n {"text": "x"}]', JSON),
        (b"WARC/1.0\r\n", WARC),
        (b"HTTP/1.1 200 OK\r\nServer: x\r\n", ANSWER),
        (b"HTTP/2 200 \nserver: x\n", ANSWER),
        (
            b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=x\r\n\r\n",
            MHTML,
        ),
        (b"%PDF-1.4\n", PDF),
        (b"\x1f\x8b\x08\0", GZIP),
        (b"PK\x03\x04\x14", ZIP),
        (bytes.fromhex("d0cf11e0a1b11ae1"), WORD_97),
        (b"{\\rtf1\\ansi", RICH_TEXT),
        (b"A plain text about <html>.", ""),
        (b"HTTP/1.1 is a protocol of the web.", ""),
        (b"From: the minister\nTo: all\n", ""),
        (b"<3 for Aleppo", ""),
        ("«قالت» الوزارة".encode(), ""),
        (b"[Reuters] {x}", ""),
        (b"", ""),
    ],
)
def test_a_kind_is_told_by_the_first_bytes(head: bytes, kind: str) -> None:
    assert kind_of(head) == kind
