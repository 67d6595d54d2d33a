"""What stands around an integration: its ports, its durable storage, and the watch over it."""

from sim.host.alarm_board import AlarmBoard
from sim.host.client import CabledClient
from sim.host.crashes import Crashes
from sim.host.host import Host
from sim.host.storage import MemoryStorage
from sim.host.work_queue import WorkQueue

__all__ = ["AlarmBoard", "CabledClient", "Crashes", "Host", "MemoryStorage", "WorkQueue"]
