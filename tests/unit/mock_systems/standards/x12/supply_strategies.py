"""Supply documents, as varied as their models allow."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from mock_systems.standards.x12 import order_ack
from mock_systems.standards.x12.acknowledgement import (
    ElementNote,
    FunctionalAcknowledgement,
    SegmentNote,
    SetAnswer,
)
from mock_systems.standards.x12.invoice import Invoice
from mock_systems.standards.x12.order import KINDS, OrderLine, PurchaseOrder
from mock_systems.standards.x12.order_ack import (
    AcknowledgedLine,
    LineStatus,
    OrderAcknowledgement,
)
from mock_systems.standards.x12.parties import Place, Trader
from mock_systems.standards.x12.products import Product
from mock_systems.standards.x12.ship_notice import Pack, ShipNotice, ShippedItem, ShippedOrder
from tests.unit.mock_systems.standards.x12.strategies import (
    dates,
    digits,
    gs1,
    maybe,
    or_empty,
    prices,
    quantities,
    some,
    times,
    units,
    words,
)

places = st.builds(Place, words(60), gs1(13))
traders = st.builds(Trader, words(60), words(20, 2))
products = st.builds(
    Product,
    words(20),
    or_empty(words(48)),
    or_empty(words(48)),
    or_empty(gs1(14)),
    or_empty(digits(11)),
)
order_lines = st.builds(
    OrderLine, words(20), quantities, units, prices, products, or_empty(words(80))
)
orders = st.builds(
    PurchaseOrder,
    words(22),
    dates,
    places,
    some(order_lines),
    st.sampled_from(KINDS),
    or_empty(words(30)),
    maybe(dates),
    maybe(traders),
)
line_statuses = st.builds(
    LineStatus,
    st.sampled_from(order_ack.LINE_STATUSES),
    st.integers(0, 99_999),
    units,
    maybe(dates),
    maybe(products),
)
order_acks = st.builds(
    OrderAcknowledgement,
    words(22),
    st.sampled_from(("AC", "AD", "RD")),
    some(st.builds(AcknowledgedLine, order_lines, some(line_statuses))),
    dates,
    or_empty(words(30)),
    maybe(dates),
)
items = st.builds(
    ShippedItem,
    words(20),
    quantities,
    units,
    products,
    or_empty(words(20)),
    or_empty(words(20)),
    maybe(dates),
)
shipped_orders = st.builds(
    ShippedOrder, words(22), some(st.builds(Pack, gs1(18), some(items))), maybe(dates)
)
ship_notices = st.builds(
    ShipNotice,
    words(30, 2),
    dates,
    times,
    st.sampled_from(("UPSN", "FDEG")),
    dates,
    places,
    some(shipped_orders),
    or_empty(words(30)),
    maybe(dates),
    maybe(traders),
)
invoices = st.builds(
    Invoice,
    words(22),
    dates,
    or_empty(words(22)),
    places,
    some(order_lines),
    st.integers(-(10**12), 10**12),
    st.sampled_from(("DI", "CR")),
    maybe(dates),
    or_empty(words(30)),
    or_empty(words(30)),
    maybe(traders),
    maybe(st.integers(0, 120)),
    st.integers(0, 99_999),
)

_set_notes = st.lists(st.sampled_from(("1", "2", "3", "4", "5", "7")), max_size=5).map(tuple)
_group_notes = st.lists(st.sampled_from("123456"), max_size=5).map(tuple)
element_notes = st.builds(
    ElementNote,
    st.integers(1, 99),
    st.sampled_from(("1", "5", "7", "8", "10")),
    maybe(st.integers(0, 9999)),
    or_empty(words(99)),
)
segment_notes = st.builds(
    SegmentNote,
    st.sampled_from(("N1", "PO1", "CLM")),
    st.integers(1, 9_999),
    st.sampled_from("12345678"),
    st.lists(element_notes, max_size=2).map(tuple),
)


def acknowledgements(group: str, code: str, version: str) -> st.SearchStrategy[Any]:
    answers = st.builds(
        SetAnswer,
        st.just(code),
        digits(4),
        st.sampled_from(("A", "E", "R")),
        _set_notes,
        st.lists(segment_notes, max_size=3).map(tuple),
        st.just(version),
    )
    return st.builds(
        FunctionalAcknowledgement,
        st.just(group),
        st.integers(0, 999_999_999),
        st.sampled_from(("A", "E", "P", "R")),
        *[st.integers(0, 999_999)] * 3,
        _group_notes,
        st.lists(answers, max_size=3).map(tuple),
        st.just(version),
    )
