"""Setup: where an administrator sets the org up, under the platform's own names.

``view``      what a page is made of: tables, forms, links; one template shows them all
``office``    what the pages work on
``switched``  pages that are nothing but switches, derived from their declaration
``users``, ``permission_sets``, ``apps``, ``automation``, ``objects``   the pages with records of their own
"""

from localorg.pages.setup.office import Office
from localorg.pages.setup.routes import blueprint

__all__ = ["Office", "blueprint"]
