"""One message of each type, and strategies for many."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import TypeVar

from hypothesis import strategies as st

from mock_systems.standards.gs1 import Udi, udi_label
from mock_systems.standards.hl7 import (
    Ack,
    AckCode,
    Adt,
    AdtEvent,
    Change,
    Condition,
    Defect,
    Dft,
    Header,
    InventoryItem,
    Location,
    Message,
    Mfn,
    Scope,
    Transaction,
    TransactionType,
    Visit,
)

T = TypeVar("T")

CENTRAL = timezone(timedelta(hours=-5))
NOON = datetime(2026, 4, 1, 12, 0, 5, tzinfo=CENTRAL)

HEADER = Header("MSG00001", "EHR", "H01", "BILLING", "HUB", NOON)
VISIT = Visit("ENC-000042", "I", "H01", "H01-OR", admitted_at=NOON)
SCREW = Transaction(
    "CHG9001",
    TransactionType.CHARGE,
    date(2026, 4, 1),
    "SUP00123",
    2,
    description="BONE SCREW 3.5MM",
    unit_amount_minor=31_000,
    department="CC-1010",
    order="US-000777",
    procedure_code="C1713",
    lot="L2401",
    udi=udi_label(Udi("10614141000415", date(2028, 12, 31), lot="L2401", serial="S-1")),
)
DRUG = Transaction(
    "CHG9002", TransactionType.CREDIT, date(2026, 4, 1), "RX0001", 1, ndc="12345067890"
)

ADMISSION = Adt(HEADER, AdtEvent.ADMITTED, NOON, VISIT)
CHARGES = Dft(HEADER, NOON, VISIT, (SCREW, DRUG))
MASTER = Mfn(
    HEADER,
    Scope.UPDATE,
    (
        InventoryItem(
            Change.UPDATE,
            "IV-000123",
            "GLOVE EXAM NITRILE M",
            lot="L2401",
            expires_on=date(2028, 12, 31),
            manufacturer="ACME",
            location="H01-CS",
            received_on=date(2026, 3, 30),
            received_quantity=10,
            unit="BX",
            unit_cost_minor=1250,
            on_hand_on=date(2026, 4, 1),
            on_hand_quantity=7,
            procedure_code="A4927",
        ),
        InventoryItem(Change.DEACTIVATE, "IV-000124", "GAUZE"),
    ),
)
REFUSAL = Ack(
    HEADER,
    AckCode.ERROR,
    "MSG00001",
    "P03",
    (Defect(Condition.TABLE_VALUE, Location("FT1", 2, 6), "expected CG or CD, got 'XX'"),),
)

# HL7 trims nothing by itself, but `""` is its null, and the last field of all loses its blanks.
anything = st.text(
    st.characters(codec="utf-8", exclude_characters='"'), min_size=1, max_size=20
).filter(lambda text: text == text.strip())
# The referee holds some fields to 20 characters, escapes included.
plain = st.text("ABCXYZ0123456789-.,|", min_size=1, max_size=6)

stamps = st.datetimes(
    datetime.fromisoformat("2020-01-01"),
    datetime.fromisoformat("2035-01-01"),
    timezones=st.sampled_from([None, UTC, CENTRAL]),
).map(lambda at: at.replace(microsecond=0))
dates = st.dates(date(2020, 1, 1), date(2035, 1, 1))


def messages(words: st.SearchStrategy[str]) -> st.SearchStrategy[Message]:
    """Messages of every type whose texts are such words."""
    optional = st.just("") | words
    header = st.builds(Header, words, words, words, words, words, stamps)
    visit = st.builds(Visit, words, st.sampled_from("IOE"), words, optional, stamps, stamps)
    transaction = st.builds(
        Transaction,
        transaction_id=words,
        type=st.sampled_from(TransactionType),
        service_date=dates,
        code=words,
        quantity=st.integers(1, 9999),
        description=optional,
        unit_amount_minor=st.none() | st.integers(0, 10_000_000),
        department=optional,
        order=optional,
        lot=optional,
    )
    item = st.builds(
        InventoryItem,
        change=st.sampled_from(Change),
        item=words,
        description=optional,
        lot=optional,
        expires_on=st.none() | dates,
        manufacturer=optional,
        on_hand_quantity=st.none() | st.integers(-999, 9999),
    )
    location = st.builds(
        Location, st.sampled_from(["PID", "FT1"]), st.integers(1, 9), st.integers(0, 9)
    )
    defect = st.builds(Defect, st.sampled_from(Condition), location, words)
    event = st.sampled_from(["", "A01", "P03"])
    return st.one_of(
        st.builds(Adt, header, st.sampled_from(AdtEvent), stamps, visit),
        st.builds(Dft, header, stamps, visit, _some(transaction)),
        st.builds(Mfn, header, st.sampled_from(Scope), _some(item)),
        st.builds(Ack, header, st.sampled_from(AckCode), optional, event, _some(defect)),
    )


def _some(one: st.SearchStrategy[T]) -> st.SearchStrategy[tuple[T, ...]]:
    return st.lists(one, min_size=1, max_size=3).map(tuple)
