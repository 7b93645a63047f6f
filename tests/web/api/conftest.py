"""The same log as for exports."""

from tests.web.export.conftest import empty, world

__all__ = ["empty", "world"]
