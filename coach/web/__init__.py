"""The web process: hooks that take events, health and metrics, and the log pages.

``deps``      what it is given
``hooks``     the two doors for events; ``bodies`` reads what they are sent
``openapi``   the description of the JSON door
``health``    /healthz, /readyz; ``metrics``: /metrics
``log``       the start page, and the log: what was decided, why, and what came of it
``export``    the log as a file; ``api``: as JSON, with the feed
``operate``   how the service is, for operators, and trying again
``identity``  who asks, and what they may see; every view says who may reach it
``errors``    what is answered when something goes wrong
``per_request``  request ids and security headers
"""

from coach.web.deps import WebDeps
from coach.web.factory import create_web

__all__ = ["WebDeps", "create_web"]
