"""The same log as for exports."""

from tests.export.pages.conftest import empty, world

__all__ = ["empty", "world"]
