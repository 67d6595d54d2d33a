"""Commands of one key go one after the other, commands of different keys side by side."""

from __future__ import annotations

import asyncio

from integration_under_test.reference.events.command import Command
from integration_under_test.reference.events.workers import Workers
from tests.unit.integration_under_test.reference.fakes import FakeHost, command


class Recorder:
    """Takes a second for each command, and buries those of `dead`."""

    def __init__(self, dead: tuple[str, ...] = ()) -> None:
        self.dead = dead
        self.begun: list[tuple[str, int]] = []
        self.ended: list[str] = []

    async def finish(self, one: Command, attempt: int) -> bool:
        self.begun.append((one.row, attempt))
        await asyncio.sleep(1)
        self.ended.append(one.row)
        return one.row not in self.dead


def submit(host: FakeHost, workers: Workers, *commands: Command) -> None:
    async def work() -> None:
        for one in commands:
            workers.submit(one)

    host.clock.run(work())


def test_commands_of_one_key_keep_their_order(host: FakeHost) -> None:
    recorder = Recorder()
    workers = Workers(recorder.finish)
    submit(host, workers, *(command("A", row=f"r{n}") for n in range(4)))
    host.clock.run_until(1.5)
    assert recorder.ended == ["r0"]
    host.clock.run_until(10)
    assert recorder.ended == ["r0", "r1", "r2", "r3"]


def test_different_keys_do_not_wait_for_each_other(host: FakeHost) -> None:
    recorder = Recorder()
    submit(host, Workers(recorder.finish), *(command(f"K{n}") for n in range(50)))
    host.clock.run_until(1.5)
    assert len(recorder.ended) == 50


def test_the_same_row_twice_is_worked_on_once(host: FakeHost) -> None:
    recorder = Recorder()
    submit(host, Workers(recorder.finish), command("A"), command("A"))
    host.clock.run_until(10)
    assert len(recorder.ended) == 1


def test_a_dead_command_parks_only_its_key(host: FakeHost) -> None:
    recorder = Recorder(dead=("r0",))
    workers = Workers(recorder.finish)
    submit(host, workers, command("A", row="r0"), command("A", row="r1"), command("B"))
    host.clock.run_until(10)
    assert sorted(recorder.ended) == ["r0", "row-B"]
    submit(host, workers, command("A", row="r2"))
    host.clock.run_until(20)
    assert "r2" not in recorder.ended


def test_a_revived_command_goes_first_as_a_retry(host: FakeHost) -> None:
    recorder = Recorder(dead=("r0",))
    workers = Workers(recorder.finish)
    dead = command("A", row="r0")
    submit(host, workers, dead, command("A", row="r1"))
    host.clock.run_until(10)
    recorder.dead = ()

    async def revive() -> None:
        workers.unpark(dead.order_key, dead)

    host.clock.run(revive())
    host.clock.run_until(20)
    assert recorder.begun == [("r0", 0), ("r0", 1), ("r1", 0)]


def test_a_dismissed_command_frees_what_waited(host: FakeHost) -> None:
    recorder = Recorder(dead=("r0",))
    workers = Workers(recorder.finish)
    submit(host, workers, command("A", row="r0"), command("A", row="r1"))
    host.clock.run_until(10)

    async def dismiss() -> None:
        workers.unpark("post_cost/A", None)

    host.clock.run(dismiss())
    host.clock.run_until(20)
    assert recorder.ended == ["r0", "r1"]
    assert not workers._queues


def test_nothing_is_kept_of_finished_keys(host: FakeHost) -> None:
    workers = Workers(Recorder().finish)
    submit(host, workers, *(command(f"K{n}") for n in range(50)))
    host.clock.run_until(10)
    assert not workers._queues
    assert not workers._rows
    assert not workers._tasks
