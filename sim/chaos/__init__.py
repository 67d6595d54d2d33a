"""Servers that a run starts for itself and strikes as it likes, and when which of them is struck.

What a test kills, it started: nothing here touches a server or a process of the user's.
"""

from __future__ import annotations

from sim.chaos.child import NoServer
from sim.chaos.nats_server import NatsServer
from sim.chaos.postgres_server import PostgresServer

__all__ = ["NatsServer", "NoServer", "PostgresServer"]
