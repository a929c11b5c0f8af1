"""Disputes: side against side, what the reader wants to see first, a decision at each."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial

import streamlit as st

from factcheck.outputs.pages import card_html
from factcheck.outputs.views import dispute_view
from factcheck.reviews import find_dispute, former_keys
from factcheck.schema import CONFLICT, Dispute
from factcheck.text.language import name_of
from factcheck.ui import frame, review
from factcheck.ui.address import Address
from factcheck.ui.choice import ORDERS, REVIEWED, UNREVIEWED, Choice, choose

PAGE_SIZE = 20
_STEP = 5  # hundredths between two stops of the slider


def draw(view: frame.View) -> None:
    """The page."""
    w, analysis = view.words, view.analysis
    if not analysis.disputes:
        st.info(w("disputes.none"))
        return
    decided = review.resolved(view)
    address = Address("disputes")
    with st.sidebar:
        choice = _filters(view, address)
        choice = replace(choice, dispute=find_dispute(choice.dispute, decided, analysis))
        review.ask_name(w)
    found = choose(analysis.disputes, view.facts, choice, decided["pair_now"][decided["judgement"] != ""].tolist())
    _summary(view, found)
    if not found:
        st.info(w("disputes.nothing"))
    shown, page, pages = _page(address, found, choice, w("disputes.page", pages=-(-len(found) // PAGE_SIZE)))
    address.write()
    cards = [dispute_view(analysis, dispute, view.whole) for dispute in shown]
    if len(cards) > 1:
        st.html(str(view.macros().glance(cards)))
    former = former_keys(decided)
    for dispute, card in zip(shown, cards, strict=True):
        st.html(card_html(card, w))
        review.panel(view, dispute, former)
    if page < pages:
        st.button(w("disputes.next"), on_click=partial(address.set, "page", page + 1))


def _filters(view: frame.View, address: Address) -> Choice:
    w, disputes = view.words, view.analysis.disputes
    present = ["", *map(str, sorted({d.topic for d in disputes}))]

    def several(name: str, values: Iterable[str], say: str = "") -> tuple[str, ...]:
        def named(value: str) -> str:
            return w.name(say, value) if say else view.named(value, name)

        return address.several(name, w(f"disputes.{name}"), sorted(set(values)), named, w("frame.all"))

    def language(code: str) -> str:
        return w.name("languages", code) if w.name("languages", code) != code else name_of(code)

    topic = address.one("topic", w("disputes.topic"), present, lambda t: view.topic(int(t)) if t else w("frame.all"))
    codes = sorted({c for about in view.facts for c in about.languages})
    return Choice(
        topic=int(topic) if topic else None,
        relations=several("relation", (d.relation for d in disputes), "relation"),
        kinds=several("kind", (d.kind for d in disputes), "kind"),
        sources=several("source", (s for about in view.facts for s in about.sources)),
        speakers=several("speaker", (s for about in view.facts for s in about.speakers)),
        languages=address.several("language", w("disputes.language"), codes, language, w("frame.all")),
        since=address.day("since", w("disputes.since")),
        until=address.day("until", w("disputes.until")),
        floor=address.percent("floor", w("disputes.floor"), _STEP) / 100,
        reviewed=address.one(
            "reviewed",
            w("disputes.reviewed"),
            ["", REVIEWED, UNREVIEWED],
            lambda v: w(f"disputes.reviewed_{v or 'all'}"),
        ),
        order=address.one("order", w("disputes.order"), ORDERS, lambda v: w(f"disputes.order_{v}")),
        dispute=address.given("dispute"),
    )


def _summary(view: frame.View, found: Sequence[Dispute]) -> None:
    w, analysis = view.words, view.analysis
    conflicts = sum(d.relation == CONFLICT for d in found)
    st.write(
        w("disputes.shown", conflicts=w.count("conflict", conflicts), updates=w.count("update", len(found) - conflicts))
    )
    of = {
        "articles": w.count("article", analysis.claims["article"].nunique()),
        "claims": w.count("claim", len(analysis.claims)),
        "pairs": w.count("pair", analysis.judged),
    }
    st.caption(f"{w('disputes.compared', **of)} {w('disputes.no_ruling')}")


def _page(address: Address, found: Sequence[Dispute], choice: Choice, label: str) -> tuple[Sequence[Dispute], int, int]:
    """(the disputes of the page that is looked at, its number, the number of pages); another choice begins at the first
    page again."""
    if st.session_state.get("disputes of") not in (None, choice):
        address.set("page", 1)
    st.session_state["disputes of"] = choice
    pages = -(-len(found) // PAGE_SIZE)
    page = address.number("page", label, pages) if found else 1
    return found[(page - 1) * PAGE_SIZE : page * PAGE_SIZE], page, pages
