"""What the tests of all three distributions share: see :mod:`tests.session`."""

pytest_plugins = ["tests.session"]
