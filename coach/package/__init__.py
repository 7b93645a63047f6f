"""The source project that an admin deploys, checked without an org: files → faults, and the commands to type.

The project itself is the folder ``salesforce/`` of the repository. Facts of the platform that the rules rest on are in
its ``README.md``, each with its source.

``card``      the object on which cards are kept as records: its fields, and who writes them
``fault``     one sentence about one place of the project
``tags``      XML with line numbers
``registry``  which files a deployment knows, by the official command line's own table
``project``   the files of the project, read
``names``     what the project defines, and what it can name of every org
``mentions``  where the project names something, by type of file
``rights``    what Coach's own user may do, derived from what the code asks of an org
``rules``     what is looked at, one module for each kind of mistake
``check``     all rules together
``commands``  the commands with which an admin deploys and assigns
"""

from coach.package.card import CARD
from coach.package.check import check
from coach.package.commands import commands
from coach.package.fault import ProjectFault
from coach.package.project import Project, ProjectMissing, beside, read

__all__ = ["CARD", "Project", "ProjectFault", "ProjectMissing", "beside", "check", "commands", "read"]
