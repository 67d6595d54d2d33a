"""People at screens who wait for an answer before they go on (closed loop), over a month end.

    testbed serve                                                                # or a live run
    locust -f scenarios/load/journeys.py --headless --host http://127.0.0.1:8700 --day-s 20

    nurse             looks up a shelf, registers a patient now and then, records a usage
    buyer             reads what is below par, requisitions some of it
    biller            looks at a patient's account, at denials
    payables clerk    takes up held invoices, releases one after a look

Their times are what such users meet, and say nothing about arrivals that do not wait: those are
locustfile.py's. The offices are of fixed size; wards and buyers follow the rush. With `--live` of
a run with `--arrivals beside` they work beside the world's own people, and the run is judged.
"""

from __future__ import annotations

from argparse import ArgumentParser
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

import gevent
from locust import FastHttpUser, LoadTestShape, between, events, task
from locust.env import Environment
from locust.runners import WorkerRunner

from scenarios.load.pool import Target
from scenarios.load.rendezvous import ask, target_of, told_by

BILLERS, CLERKS = 2, 2
OFFICES = BILLERS + CLERKS
WARDS = 10
"""Nurses and buyers on an ordinary day."""
SPAWN_PER_S = 5.0
WORDS = {"EA": "each", "BX": "box", "CS": "case"}
"""Procurement's words for units."""
TAKEN = (404, 409)
"""Somebody else was there first, or the shelf is empty: business as usual."""


class Day(NamedTuple):
    """A business day around the end of the month, and how busy wards and buyers are on it."""

    name: str
    rush: float


MONTH_END = (
    Day("BD-4", 1.0),
    Day("BD-3", 1.2),
    Day("BD-2", 2.0),
    Day("BD-1", 2.0),
    Day("BD+1", 2.0),
    Day("BD+2", 1.4),
    Day("BD+3", 1.2),
    Day("BD+4", 1.0),
)
"""Twice the usual from BD-2 to BD+1, as `spike_invoices` in sim/world/calibration.toml says."""

ON_STAGE: dict[str, Any] = {}
NUMBERS = count()


class MonthEnd(LoadTestShape):
    """One business day after another; each takes `--day-s` seconds."""

    def tick(self) -> tuple[int, float] | None:
        """How many people there are now; None at the end."""
        assert self.runner is not None
        asked: Any = self.runner.environment.parsed_options
        n = int(self.get_run_time() / asked.day_s)
        if n >= len(MONTH_END):
            return None
        return OFFICES + round(WARDS * MONTH_END[n].rush), SPAWN_PER_S


class Person(FastHttpUser):
    """Somebody at a screen: a second or two between one answer and the next click."""

    abstract = True
    wait_time = between(1.0, 3.0)
    role = ""

    def on_start(self) -> None:
        """Learns the places that it works at."""
        self.n = next(NUMBERS)
        self.target: Target = ON_STAGE["target"]
        self.places = self.get("inventory", "/locations")["items"]
        self.place = self.places[self.n % len(self.places)]

    def get(self, system: str, path: str, **params: Any) -> dict[str, Any]:
        """One look; under the name of its path without what is asked for."""
        return self._call("GET", system, path, {"params": params})

    def post(self, system: str, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """One act."""
        return self._call("POST", system, path, {"json": body})

    def _call(self, method: str, system: str, path: str, more: dict[str, Any]) -> dict[str, Any]:
        steps = (":id" if any(map(str.isdigit, step)) else step for step in path.split("/"))
        name = f"{self.role}: {method} /{system}{'/'.join(steps)}"
        headers = self.target.headers(f"{self.role}/{self.n}")
        call = {"name": name, "headers": headers, "catch_response": True, **more}
        with self.client.request(method, f"/{system}{path}", **call) as answer:
            if answer.status_code in TAKEN:
                answer.success()
            found: dict[str, Any] = answer.json() if answer.status_code in range(200, 300) else {}
            return found


class Nurse(Person):
    """A ward: looks, takes, records."""

    weight = 4
    role = "nurse"

    def on_start(self) -> None:
        """Knows the shelves of the ward, and has a patient."""
        super().on_start()
        page = self.get("inventory", "/items", limit=500)["items"]
        with_lot = {item["item_id"] for item in page if item["implant"]}
        facility = self.place["facility"]
        shelves = self.get("inventory", "/below-par", facility=facility, limit=500)["items"]
        self.shelves = [s for s in shelves if s["item_id"] not in with_lot and s["on_hand"]]
        self.facilities = self.get("billing", "/facilities")["items"]
        self.admit()

    @task(1)
    def admit(self) -> None:
        """Another patient, under a number of the ward's own."""
        facility = next(f for f in self.facilities if f["gln"] == self.place["gln"])
        period = open_period(self.get("erp", "/periods")["items"])
        worker = max(0, getattr(self.environment.runner, "worker_index", 0))
        number = f"{worker:02d}{next(NUMBERS):05d}"
        self.patient = f"ENC-{self.place['facility']}-I9{number}"
        body = {
            "encounterId": self.patient,
            "facilityId": facility["facilityId"],
            "class": "I",
            "admittedOn": f"{period.replace('-', '')}01",
        }
        self.post("billing", "/encounters", body)

    @task(6)
    def use(self) -> None:
        """Looks whether there is some, then takes one."""
        shelf = self.shelves[next(NUMBERS) % len(self.shelves)]
        location, item = shelf["location"], shelf["item_id"]
        stock = self.get("inventory", "/stock", location=location, item_id=item)
        if not stock.get("on_hand"):
            return
        body = {
            "facility": self.place["facility"],
            "location": location,
            "item_id": item,
            "qty": 1,
            "lot": "",
            "encounter_id": self.patient,
        }
        self.post("inventory", "/usages", body)


class Buyer(Person):
    """A hospital's buyer: what is low is ordered, a line or two at a time."""

    weight = 1
    role = "buyer"

    @task
    def order(self) -> None:
        """Reads a page of what is below par, and requisitions the first of one store."""
        facility = self.place["facility"]
        page = self.get("inventory", "/below-par", facility=facility, limit=20).get("items", [])
        if not page:
            return
        first = page[next(NUMBERS) % len(page)]
        store = next(p for p in self.places if p["location"] == first["location"])
        ship_tos = self.get("procurement", "/ship-tos")["ship-tos"]
        ship_to = next(s["code"] for s in ship_tos if s["gln"] == store["gln"])
        year, month = open_period(self.get("erp", "/periods")["items"]).split("-")
        line = {
            "line-num": 1,
            "item-number": first["erp_item_number"],
            "quantity": 1,
            "uom": WORDS[first["purchase_uom"]],
        }
        body = {
            "requester": f"buyer/{facility}",
            "cost-center": store["cost_center"],
            "ship-to": ship_to,
            "need-by": f"{month}/28/{year}",
            "lines": [line],
        }
        self.post("procurement", "/requisitions", body)


class Biller(Person):
    """The billing office: accounts and denials."""

    fixed_count = BILLERS
    role = "biller"

    @task(3)
    def account(self) -> None:
        """A patient calls about a bill."""
        kind = "IEO"[next(NUMBERS) % 3]
        patient = f"ENC-{self.place['facility']}-{kind}0000001"
        if self.get("billing", f"/encounters/{patient}"):
            self.get("billing", f"/accounts/{patient}")

    @task(1)
    def denials(self) -> None:
        """The work list of the day."""
        self.get("billing", "/denials", limit=50)


class PayablesClerk(Person):
    """Accounts payable: what is on hold is looked at, one released."""

    fixed_count = CLERKS
    role = "payables"

    @task
    def holds(self) -> None:
        """Takes up the queue; a missing receipt is waited for, a price difference accepted."""
        held = self.get("erp", "/invoices/held", limit=50).get("items", [])
        for invoice in held:
            if "QTY_RECEIVED" in invoice.get("Holds", ()):
                continue
            body = {"Reason": "released after review"}
            self.post("erp", f"/invoices/{invoice['InvoiceId']}/holdReleases", body)
            return


def open_period(periods: list[dict[str, Any]]) -> str:
    """The first that takes postings, YYYY-MM."""
    found: str = next(p["PeriodName"] for p in periods if p["Status"] == "OPEN")
    return found


def options(parser: ArgumentParser) -> None:
    """What journeys are told."""
    told = parser.add_argument_group("Journeys", "how long a day is, and where people work")
    told.add_argument("--day-s", type=float, default=20.0, help="seconds of the wall for a day")
    told.add_argument("--live", default="", help="load.json of a live run; in place of --host")


def find(environment: Environment, **_: object) -> None:
    """Everybody learns where the screens are, before the first day begins."""
    asked: Any = environment.parsed_options
    if asked.live or environment.host:
        live = told_by(Path(asked.live)) if asked.live else {}
        ON_STAGE["target"] = target_of(live, environment.host or "")
        Person.host = ON_STAGE["target"].host


def begin(environment: Environment, **_: object) -> None:
    """A worker has its options only now; a live run is told that people come."""
    if "target" not in ON_STAGE:
        find(environment)
    asked: Any = environment.parsed_options
    if asked.live and not isinstance(environment.runner, WorkerRunner):
        ask(ON_STAGE["target"], "/load/start", {"arrivals": 0, "lead_s": 0.0})


def end(environment: Environment, **_: object) -> None:
    """A live run is told that nobody comes any more."""
    asked: Any = environment.parsed_options
    if asked.live and not isinstance(environment.runner, WorkerRunner):
        gevent.sleep(1.0)  # the last answers
        ask(ON_STAGE["target"], "/load/finish", {"valid": True, "on_time_share": 1.0})


events.init_command_line_parser.add_listener(options)
events.init.add_listener(find)
events.test_start.add_listener(begin)
events.test_stop.add_listener(end)
