"""All findings, in the order in which somebody sets Coach up."""

from collections.abc import Iterable

from coach.doctor.checks import access, deals, events, limits, service, sign_in
from coach.doctor.finding import Check


def checks_with(of_channels: Iterable[Check]) -> tuple[Check, ...]:
    """All findings, with those that channels declare."""
    return (
        *sign_in.CHECKS,
        *access.CHECKS,
        *of_channels,
        *events.CHECKS,
        *deals.CHECKS,
        *limits.CHECKS,
        *service.CHECKS,
    )
