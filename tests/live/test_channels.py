"""Documents on sockets and in folders, between the testbed's side and a served integration's."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from integration_under_test.boundary import Document, Rejected, Unavailable
from integration_under_test.service.channels.channels import FILES, MLLP, Channels
from integration_under_test.service.channels.file_door import Folders
from sim.live.channels import file_drop, mllp_line
from sim.live.channels.file_drop import FileDrop
from sim.live.channels.mllp_line import MllpLine
from sim.world.parties.hl7_post import CONTENT_TYPE

CSV = "text/plain;layout=journal"


def frame(*segments: str) -> bytes:
    return b"\x0b" + "".join(f"{segment}\r" for segment in segments).encode() + b"\x1c\r"


def message(control_id: str) -> Document:
    header = f"MSH|^~\\&|ADT|H01|HUB|GROUP|20260401||ADT^A01|{control_id}|P|2.5.1"
    return Document(control_id, "EHR", CONTENT_TYPE, frame(header, "PID|1"))


def answer(control_id: str) -> Document:
    header = f"MSH|^~\\&|HUB|GROUP|ADT|H01|20260401||ACK^A01|A{control_id}|P|2.5.1"
    return Document(f"A{control_id}", "GROUP", CONTENT_TYPE, frame(header, f"MSA|AA|{control_id}"))


@dataclass
class Mailbox:
    """HTTP, as the way for all that has no other; and a mailbox of the testbed."""

    taken: list[Document] = field(default_factory=list)
    refuses: bool = False

    async def send(self, document: Document) -> None:
        self.taken.append(document)

    async def bring(self, _: str, document: Document) -> None:
        if self.refuses:
            raise Rejected(422, "DOCUMENT_REFUSED", "no such batch")
        self.taken.append(document)


@dataclass
class Engine:
    """An integration that answers each message, once it is told to."""

    channels: Channels | None = None
    heard: list[Document] = field(default_factory=list)
    answers: bool = True
    fails: int = 0

    async def handle(self, document: Document) -> None:
        if self.fails:
            self.fails -= 1
            raise ValueError("not now")
        is_new = document not in self.heard
        self.heard.append(document)
        if is_new and self.answers and document.content_type == CONTENT_TYPE:
            assert self.channels is not None
            await self.channels.partner("EHR", Mailbox()).send(answer(document.id))


def run(work: Coroutine[Any, Any, None]) -> None:
    async def bounded() -> None:
        async with asyncio.timeout(20.0):
            await work

    asyncio.run(bounded())


async def until(condition: Callable[[], bool]) -> None:
    for _ in range(1_000):
        if condition():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it did not come about in ten seconds")


async def sockets(engine: Engine) -> tuple[Channels, MllpLine, list[Document]]:
    engine.channels = channels = Channels((MLLP,), None, engine.handle)
    await channels.open(("EHR",))
    back: list[Document] = []

    async def take(document: Document) -> None:
        back.append(document)

    return channels, MllpLine(lambda: channels.told[MLLP]["EHR"], take), back


def test_the_answer_to_a_message_comes_back_on_its_connection() -> None:
    async def work() -> None:
        engine = Engine()
        channels, line, back = await sockets(engine)
        statuses = [(await line.send(message(f"EHR-{n}"))).status for n in range(3)]
        await line.close()
        await channels.close()
        assert statuses == [204, 204, 204]
        assert [one.id for one in engine.heard] == ["EHR-0", "EHR-1", "EHR-2"]
        assert [one.sender for one in engine.heard] == ["EHR"] * 3
        assert [one.content for one in back] == [answer(f"EHR-{n}").content for n in range(3)]
        assert {one.sender for one in back} == {"GROUP"}

    run(work())


def test_a_message_that_comes_again_gets_its_answer_again() -> None:
    """Its sender did not hear the first one; the integration, which knows it, says nothing."""

    async def work() -> None:
        engine = Engine()
        channels, line, back = await sockets(engine)
        for _ in range(2):
            assert (await line.send(message("EHR-7"))).status == 204
        await line.close()
        await channels.close()
        assert [one.id for one in back] == ["AEHR-7", "AEHR-7"]

    run(work())


def test_without_an_answer_in_time_nobody_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mllp_line, "ANSWER_WITHIN_S", 0.2)

    async def work() -> None:
        channels, line, _ = await sockets(Engine(answers=False))
        assert (await line.send(message("EHR-1"))).status == 0
        await line.close()
        await channels.close()

    run(work())


def test_a_message_that_is_refused_is_answered_when_it_comes_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(mllp_line, "ANSWER_WITHIN_S", 0.2)

    async def work() -> None:
        channels, line, _ = await sockets(Engine(fails=1))
        assert [(await line.send(message("EHR-1"))).status for _ in range(2)] == [0, 204]
        await line.close()
        await channels.close()

    run(work())


def test_a_message_that_is_cut_off_is_not_heard_and_the_next_one_is() -> None:
    async def work() -> None:
        engine = Engine()
        channels, line, _ = await sockets(engine)
        whole = message("EHR-1")
        torn = Document("EHR-1", "EHR", CONTENT_TYPE, whole.content[:-20])
        assert (await line.send(torn)).status == 0
        assert (await line.send(whole)).status == 204
        await line.close()
        await channels.close()
        assert [one.content for one in engine.heard] == [whole.content]

    run(work())


def test_a_late_answer_to_another_message_is_no_answer_to_this_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(mllp_line, "ANSWER_WITHIN_S", 0.3)

    async def work() -> None:
        engine = Engine(answers=False)
        channels, line, back = await sockets(engine)
        waiting = asyncio.ensure_future(line.send(message("EHR-2")))
        await until(lambda: bool(engine.heard))
        await channels.partner("EHR", Mailbox()).send(answer("EHR-1"))
        assert (await waiting).status == 0
        assert [one.id for one in back] == ["AEHR-1"]
        await line.close()
        await channels.close()

    run(work())


def test_nobody_listens_after_the_end() -> None:
    async def work() -> None:
        channels, line, _ = await sockets(Engine())
        await channels.close()
        assert (await line.send(message("EHR-1"))).status == 503
        with pytest.raises(Unavailable):
            await channels.partner("EHR", Mailbox()).send(answer("EHR-1"))

    run(work())


def test_other_documents_take_the_other_way() -> None:
    async def work() -> None:
        engine, other = Engine(), Mailbox()
        channels, line, _ = await sockets(engine)
        invoice = Document("1", "GROUP", "application/edi-x12", b"ISA*")
        await channels.partner("EHR", other).send(invoice)
        await line.close()
        await channels.close()
        assert other.taken == [invoice]

    run(work())


async def folders(engine: Engine, mailbox: Mailbox, root: Path) -> tuple[Channels, FileDrop]:
    drop = FileDrop(root, mailbox.bring)
    told = Folders(inbox=drop.inbox, outbox=drop.outbox)
    engine.channels = Channels((FILES,), told, engine.handle)
    await engine.channels.open(())
    return engine.channels, drop


def test_a_file_in_the_inbox_is_taken_as_it_is(tmp_path: Path) -> None:
    async def work() -> None:
        engine = Engine()
        channels, drop = await folders(engine, Mailbox(), tmp_path)
        document = Document("PAY/7 a.txt", "PAYROLL", CSV, b"H|PAYROLL|7\r\n\xff")
        assert (await drop.send(document)).status == 204
        await channels.close()
        assert engine.heard == [document]
        assert not [path for path in drop.inbox.rglob("*") if path.is_file()]

    run(work())


def test_a_file_that_the_integration_cannot_take_now_stays_and_is_taken_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("integration_under_test.service.channels.file_door.PAUSE_S", 0.05)

    async def work() -> None:
        engine = Engine(fails=2)
        channels, drop = await folders(engine, Mailbox(), tmp_path)
        assert (await drop.send(Document("7", "PAYROLL", CSV, b"x"))).status == 204
        await channels.close()
        assert len(engine.heard) == 1

    run(work())


def test_a_file_that_nobody_takes_lies_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_drop, "ANSWER_WITHIN_S", 0.2)

    async def work() -> None:
        drop = FileDrop(tmp_path, Mailbox().bring)
        assert (await drop.send(Document("7", "PAYROLL", CSV, b"x"))).status == 0
        assert (drop.inbox / "PAYROLL" / "7").read_bytes() == b"x"

    run(work())


def test_a_file_that_is_not_what_its_sign_says_is_refused(tmp_path: Path) -> None:
    async def work() -> None:
        engine = Engine()
        channels, drop = await folders(engine, Mailbox(), tmp_path)
        folder = drop.inbox / "PAYROLL"
        folder.mkdir()
        (folder / "7").write_bytes(b"half")
        (folder / "7.ok").write_text('{"content_type": "text/plain", "size": 9}')
        await until((folder / "7.refused").exists)
        await channels.close()
        assert "expected 9 bytes" in (folder / "7.refused").read_text()
        assert not engine.heard

    run(work())


def test_the_sender_of_a_file_learns_that_the_mailbox_took_it(tmp_path: Path) -> None:
    async def work() -> None:
        mailbox = Mailbox()
        channels, drop = await folders(Engine(), mailbox, tmp_path)
        collecting = asyncio.ensure_future(drop.collect())
        document = Document("ANSWER-7", "GROUP", CSV, b"rejected\r\n")
        await channels.partner("PAYROLL", Mailbox()).send(document)
        collecting.cancel()
        await channels.close()
        assert mailbox.taken == [document]
        assert drop.is_empty

    run(work())


def test_the_sender_of_a_file_learns_why_the_mailbox_never_will_take_it(tmp_path: Path) -> None:
    async def work() -> None:
        channels, drop = await folders(Engine(), Mailbox(refuses=True), tmp_path)
        collecting = asyncio.ensure_future(drop.collect())
        with pytest.raises(Rejected, match="no such batch"):
            await channels.partner("PAYROLL", Mailbox()).send(Document("7", "GROUP", CSV, b"x"))
        collecting.cancel()
        await channels.close()

    run(work())
