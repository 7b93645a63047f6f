"""All findings, in the order in which somebody sets Coach up."""

from coach.doctor.checks import access, deals, events, limits, notes, service, sign_in
from coach.doctor.finding import Check

CHECKS: tuple[Check, ...] = (
    *sign_in.CHECKS,
    *access.CHECKS,
    *notes.CHECKS,
    *events.CHECKS,
    *deals.CHECKS,
    *limits.CHECKS,
    *service.CHECKS,
)
