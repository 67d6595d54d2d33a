"""The admin API of `testbed serve`, one FastAPI application with a document of its own.

POST /reset                      back to the seeded group
POST /snapshot                   -> id;  GET /snapshots;  DELETE /snapshots/{id}
POST /restore/{id}               back to a snapshot
GET, PUT, DELETE /faults         which faults act, while the systems are running
GET, DELETE /requests            what was received;  GET /requests/{number} with its bodies
GET, DELETE /events              what was published
GET, PUT, DELETE /subscriptions  who hears of events
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from fastapi.security import HTTPBearer
from starlette.exceptions import HTTPException

from sim.live.problems import problem
from sim.live.serving.admin_bodies import Problem
from sim.live.serving.admin_journal import journal_routes
from sim.live.serving.admin_state import state_routes
from sim.live.serving.admin_subscriptions import subscription_routes
from sim.live.serving.control import Control
from sim.live.serving.doorman import Denied, Doorman
from sim.live.serving.snapshots import UnknownSnapshot
from sim.live.serving.subscriptions import NotPushed
from sim.live.serving.switchboard import NotHere
from sim.live.serving.targets import TargetRefused
from sim.plugins import UnknownName

STATUSES: Mapping[type[Exception], int] = {
    UnknownName: 422,
    NotHere: 422,
    NotPushed: 422,
    TargetRefused: 422,
    UnknownSnapshot: 404,
}
Answer = Callable[[Request, Any], Response]


def admin_app(control: Control, doorman: Doorman) -> FastAPI:
    """To be mounted below `/admin`."""
    app = FastAPI(
        title="Testbed admin",
        version="1",
        docs_url=None,
        redoc_url=None,
        responses={status: _refusal(status) for status in (400, 401, 403, 404, 405, 422)},
        dependencies=_dependencies(doorman),
    )
    for routes in (
        state_routes(control),
        journal_routes(control, doorman),
        subscription_routes(control),
    ):
        app.include_router(routes)
    for kind, status in STATUSES.items():
        app.add_exception_handler(kind, _telling(status))
    app.add_exception_handler(Denied, _denied)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _of_http)
    return app


def _dependencies(doorman: Doorman) -> list[Any]:
    """The document tells of a token only where one is asked for."""
    bearer = [Depends(HTTPBearer(auto_error=False))] if doorman.asks_for_token else []
    return [Depends(doorman.check), *bearer]


def _refusal(status: int) -> dict[str, Any]:
    schema = Problem.model_json_schema()
    return {
        "description": HTTPStatus(status).phrase,
        "content": {"application/problem+json": {"schema": schema}},
    }


def _telling(status: int) -> Answer:
    def told(_: Request, error: Exception) -> Response:
        return problem(status, str(error))

    return told


def _denied(_: Request, error: Any) -> Response:
    answer = problem(error.status, error.detail)
    if error.status == HTTPStatus.UNAUTHORIZED:
        answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


def _invalid(_: Request, error: Any) -> Response:
    first = error.errors()[0]
    place = ".".join(map(str, first["loc"]))
    return problem(422, f"{place}: {first['msg']}")


def _of_http(_: Request, error: Any) -> Response:
    answer = problem(error.status_code, str(error.detail))
    answer.headers.update(error.headers or {})
    return answer
