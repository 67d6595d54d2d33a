"""Real sockets, threads, sleeps and processes are refused in virtual time, and only there."""

import asyncio
import importlib
import os
import socket
import subprocess
import sys
import threading
import time

import pytest

from sim.clock import VirtualClock, VirtualTimeViolation
from sim.clock.refusals import permitting


@pytest.fixture
def clock():
    with VirtualClock() as clock:
        yield clock


def start_thread():
    threading.Thread(target=int).start()


CALLS = {
    "time.sleep": lambda: time.sleep(0),
    "start": start_thread,
    "socket.__new__": socket.socket,
    "socket.getaddrinfo": lambda: socket.getaddrinfo("localhost", 80),
    "socket.gethostbyname": lambda: socket.gethostbyname("localhost"),
    "subprocess.Popen": lambda: subprocess.run(["true"], check=True),
    "os.system": lambda: os.system("true"),
    "os.fork": os.fork,
}


@pytest.mark.parametrize("name", CALLS)
def test_blocking_call_is_refused_where_it_is_made(clock, name):
    async def body():
        CALLS[name]()

    with pytest.raises(VirtualTimeViolation, match=name) as refused:
        clock.run(body())
    assert "remedy: " in str(refused.value)
    assert refused.traceback[-1].frame.code.name == "_audit"


def test_the_testbed_itself_may_be_permitted_for_a_moment(clock):
    async def body():
        with permitting():
            socket.socket().close()
        socket.socket()

    with pytest.raises(VirtualTimeViolation, match="socket"):
        clock.run(body())
    assert len(clock.loop.violations) == 1


def test_where_nothing_is_refused_there_is_nothing_to_permit(clock):
    with permitting():
        socket.socket().close()
    socket.socket().close()


@pytest.mark.parametrize("operation", ["connect", "bind"])
def test_socket_made_before_the_run_cannot_be_used_in_it(clock, operation):
    async def body(made_before):
        getattr(made_before, operation)(("127.0.0.1", 9))

    refused = pytest.raises(VirtualTimeViolation, match=f"socket.{operation}")
    with socket.socket() as made_before, refused:
        clock.run(body(made_before))


@pytest.mark.parametrize(
    ("name", "call"),
    [
        ("run_in_executor", lambda loop: asyncio.to_thread(int)),
        ("run_in_executor", lambda loop: loop.run_in_executor(None, int)),
        ("create_connection", lambda loop: asyncio.open_connection("localhost", 9)),
        ("create_server", lambda loop: asyncio.start_server(lambda *_: None, "localhost", 9)),
        ("getaddrinfo", lambda loop: loop.getaddrinfo("localhost", 9)),
        ("sock_connect", lambda loop: loop.sock_connect(None, None)),
        ("subprocess_exec", lambda loop: asyncio.create_subprocess_exec("true")),
    ],
)
def test_loop_operation_on_the_outside_is_refused(clock, name, call):
    async def body():
        await call(asyncio.get_running_loop())

    with pytest.raises(VirtualTimeViolation, match=name):
        clock.run(body())


def test_violation_that_the_code_swallows_is_still_on_record(clock):
    async def retries():
        for _ in range(3):
            try:
                time.sleep(1)  # noqa: ASYNC251 (the mistake under test)
            except Exception:
                await asyncio.sleep(1)

    clock.run(retries())
    assert len(clock.loop.violations) == 3


def test_simpy_process_is_refused_the_same(clock):
    def actor():
        yield clock.env.timeout(1)
        time.sleep(1)

    clock.env.process(actor())
    with pytest.raises(VirtualTimeViolation, match=r"time\.sleep"):
        clock.run_until(2)


def run_beside(clock, work):
    """Runs ``work`` in another thread while the virtual loop runs in this one."""
    go = threading.Event()

    def wait_and_work():
        go.wait()
        work()

    def let_it_work():
        go.set()
        thread.join()

    thread = threading.Thread(target=wait_and_work)
    thread.start()
    clock.loop.call_soon(let_it_work)
    clock.run_until(1)


def test_call_from_another_thread_is_refused(clock):
    refused = []

    def outsider():
        try:
            clock.loop.call_soon_threadsafe(int)
        except VirtualTimeViolation as error:
            refused.append(error)

    run_beside(clock, outsider)
    assert len(refused) == 1


def test_importing_and_reading_files_keep_working(clock, tmp_path):
    (tmp_path / "file").write_text("text")

    async def body():
        sys.modules.pop("colorsys", None)
        return importlib.import_module("colorsys"), (tmp_path / "file").read_text()

    assert clock.run(body())[1] == "text"


def test_other_threads_are_left_alone_during_a_run(clock):
    done = []

    def elsewhere():
        time.sleep(0)
        with socket.socket() as connection:
            done.append(connection.fileno() > 0)

    run_beside(clock, elsewhere)
    assert done == [True]


def test_nothing_is_refused_or_replaced_after_a_run(clock):
    sleep, start = time.sleep, threading.Thread.start
    clock.run(asyncio.sleep(1))
    assert (time.sleep, threading.Thread.start) == (sleep, start)
    time.sleep(0)
    thread = threading.Thread(target=int)
    thread.start()
    thread.join()
    socket.socket().close()


def test_refusing_ends_when_a_run_fails(clock):
    clock.loop.call_soon(lambda: time.sleep(1))
    with pytest.raises(VirtualTimeViolation):
        clock.run_until(1)
    time.sleep(0)
