"""Setup pages, on which an administrator configures the org, under the platform's own names.

``view``      the parts of a page: tables, forms, links; one template renders them all
``context``   the org, as the pages use it
``routes``    the routes of all pages
``switched``  pages that contain only switches, generated from their declaration
``users``, ``permission_sets``, ``apps``, ``automation``, ``objects``   the pages with their own records
"""

from localorg.pages.setup.context import SetupContext
from localorg.pages.setup.routes import blueprint

__all__ = ["SetupContext", "blueprint"]
