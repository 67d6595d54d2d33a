"""The admin calls about webhooks."""

from __future__ import annotations

from functools import partial

from fastapi import APIRouter

from mock_systems.service.signatures import EndpointSecret
from sim.live.serving.admin_bodies import (
    SubscriptionShown,
    SubscriptionsShown,
    SubscriptionsWanted,
    SubscriptionWanted,
)
from sim.live.serving.control import Control
from sim.live.serving.subscriptions import Subscription, Subscriptions
from sim.live.serving.targets import TargetRefused


def subscription_routes(control: Control) -> APIRouter:
    """The routes over one server's subscriptions."""
    routes = APIRouter()
    subscriptions = control.subscriptions

    @routes.get("/subscriptions")
    async def list_subscriptions() -> SubscriptionsShown:
        """Who hears of events; without secrets."""
        return SubscriptionsShown(subscriptions=[_shown(one) for one in subscriptions])

    @routes.put("/subscriptions")
    async def replace_subscriptions(wanted: SubscriptionsWanted) -> SubscriptionsShown:
        """These in place of all others; events are delivered as CloudEvents in structured mode,
        signed after Standard Webhooks. The answer tells each secret."""
        asked = [_subscription(one, subscriptions) for one in wanted.subscriptions]
        await control.do(partial(subscriptions.replace, asked))
        shown = [_shown(one, with_secret=True) for one in subscriptions]
        return SubscriptionsShown(subscriptions=shown)

    @routes.delete("/subscriptions", status_code=204)
    async def end_subscriptions() -> None:
        """Nobody hears of events any more."""
        await control.do(partial(subscriptions.replace, ()))

    return routes


def _subscription(one: SubscriptionWanted, own: Subscriptions) -> Subscription:
    try:
        secret = EndpointSecret.read(one.secret) if one.secret else own.secret_for(one.url)
    except ValueError as error:
        raise TargetRefused(f"secret: {error}") from None
    return Subscription(one.url, tuple(one.types), tuple(one.systems), secret)


def _shown(one: Subscription, with_secret: bool = False) -> SubscriptionShown:
    secret = one.secret.text() if with_secret else None
    types, systems = list(one.types), list(one.systems)
    return SubscriptionShown(url=one.url, types=types, systems=systems, secret=secret)
