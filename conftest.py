"""What the tests of all three distributions share: see :mod:`tests.session`; the others are the product's."""

pytest_plugins = ["tests.session", "tests.fixtures.store", "tests.fixtures.web", "tests.fixtures.salesforce"]
