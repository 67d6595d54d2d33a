"""The loop methods that reach outside the process, each refused where it is called.

They stand apart from the loop so that what virtual time does offer can be read without them.
"""

from __future__ import annotations

import asyncio
from typing import Any, NoReturn

from sim.clock.refusals import REMEDIES, Violations, violation


def _refused(name: str, like: str) -> Any:
    def refuse(self: NoOutside, *_args: object, **_options: object) -> NoReturn:
        error = violation(f"loop.{name}", REMEDIES[like])
        self.violations.append(error)
        raise error

    refuse.__name__ = name
    return refuse


def _refused_socket(name: str) -> Any:
    return _refused(name, "socket.connect")


class NoOutside(asyncio.BaseEventLoop):
    """A loop without sockets, pipes, signals, threads and subprocesses."""

    violations: Violations

    run_in_executor = _refused("run_in_executor", "_thread.start_new_thread")
    subprocess_exec = _refused("subprocess_exec", "subprocess.Popen")
    subprocess_shell = _refused("subprocess_shell", "subprocess.Popen")
    connect_read_pipe = _refused("connect_read_pipe", "subprocess.Popen")
    connect_write_pipe = _refused("connect_write_pipe", "subprocess.Popen")
    add_signal_handler = _refused("add_signal_handler", "subprocess.Popen")

    getaddrinfo = _refused_socket("getaddrinfo")
    getnameinfo = _refused_socket("getnameinfo")
    create_connection = _refused_socket("create_connection")
    create_server = _refused_socket("create_server")
    create_datagram_endpoint = _refused_socket("create_datagram_endpoint")
    create_unix_connection = _refused_socket("create_unix_connection")
    create_unix_server = _refused_socket("create_unix_server")
    connect_accepted_socket = _refused_socket("connect_accepted_socket")
    start_tls = _refused_socket("start_tls")
    sendfile = _refused_socket("sendfile")
    sock_recv = _refused_socket("sock_recv")
    sock_recv_into = _refused_socket("sock_recv_into")
    sock_recvfrom = _refused_socket("sock_recvfrom")
    sock_recvfrom_into = _refused_socket("sock_recvfrom_into")
    sock_sendall = _refused_socket("sock_sendall")
    sock_sendto = _refused_socket("sock_sendto")
    sock_connect = _refused_socket("sock_connect")
    sock_accept = _refused_socket("sock_accept")
    sock_sendfile = _refused_socket("sock_sendfile")
    add_reader = _refused_socket("add_reader")
    add_writer = _refused_socket("add_writer")
    remove_reader = _refused_socket("remove_reader")
    remove_writer = _refused_socket("remove_writer")
