"""A server that cuts the line instead of answering."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, Router

from sim.live.connections import Broken
from sim.live.server import serving


async def reset(_: Request) -> Response:
    return Broken()


async def cut(_: Request) -> Response:
    return Broken(b'{"id": "PO-', 200)


async def whole(_: Request) -> Response:
    return JSONResponse({"id": "PO-1"})


APP = Router([Route("/reset", reset), Route("/cut", cut), Route("/whole", whole)])


async def get(url: str, path: str) -> bytes:
    async with aiohttp.ClientSession() as session, session.get(url + path) as answer:
        return await answer.read()


async def asked(path: str) -> bytes:
    async with serving(APP, "127.0.0.1", 0) as url, asyncio.timeout(10.0):
        return await get(url, path)


def test_a_reset_is_no_answer() -> None:
    with pytest.raises(aiohttp.ClientError):
        asyncio.run(asked("/reset"))


def test_an_answer_that_is_cut_off_is_shorter_than_it_said() -> None:
    with pytest.raises(aiohttp.ClientPayloadError):
        asyncio.run(asked("/cut"))


def test_the_server_answers_others_as_before() -> None:
    async def both() -> bytes:
        async with serving(APP, "127.0.0.1", 0) as url, asyncio.timeout(10.0):
            with pytest.raises(aiohttp.ClientError):
                await get(url, "/reset")
            return await get(url, "/whole")

    assert asyncio.run(both()) == b'{"id":"PO-1"}'


def test_a_port_that_is_taken_is_refused() -> None:
    async def twice() -> None:
        async with serving(APP, "127.0.0.1", 0) as url:
            port = int(url.rpartition(":")[2])
            async with serving(APP, "127.0.0.1", port):
                pass

    with pytest.raises(OSError, match="in use"):
        asyncio.run(twice())
