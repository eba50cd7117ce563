"""Notifications to the team about customers who wait."""

from autoleads.services.notifications.subscriptions import (
    NewSubscription,
    end_subscriptions,
    subscribe,
    subscriptions_of,
    unsubscribe,
)
from autoleads.services.notifications.waiting import (
    Notification,
    Round,
    plan_round,
    trial_notification,
)

__all__ = [
    "NewSubscription",
    "Notification",
    "Round",
    "end_subscriptions",
    "plan_round",
    "subscribe",
    "subscriptions_of",
    "trial_notification",
    "unsubscribe",
]
