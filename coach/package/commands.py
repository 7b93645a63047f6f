"""The commands with which an admin deploys the project and assigns what it holds."""

import shlex
from collections.abc import Iterator

from coach.doctor.facts import INTEGRATION_LICENCE
from coach.package.project import Project
from coach.package.rules.granted import ROLES, SERVICE
from coach.package.rules.values import variables

_MEANINGS = {
    "SF_COACH_URL": "the address of Coach, without a slash behind it",
    "SF_COACH_ENDPOINT": "the whole address for outbound messages, which the operator gives you",
    "SF_COACH_USER": "the user name of Coach's own user",
    "SF_COACH_CONTACT": "an e-mail address that somebody reads",
}
MAIN, TRANSLATIONS = "force-app/main/default", "force-app/main/translations"


def commands(project: Project, org: str) -> Iterator[str]:
    """Lines for a shell, with comments. ``org`` is the alias under which the command line knows the org."""
    to = f"--target-org {shlex.quote(org)}"
    yield f"cd {shlex.quote(str(project.folder))}"
    yield ""
    yield "# What differs by org. The endpoint ends with a token: whoever knows it can send events."
    for name, examples in sorted(variables(project).items()):
        yield f"export {name}={shlex.quote(examples[0])}   # {_MEANINGS.get(name, 'see sfdx-project.json')}"
    yield ""
    yield "# Coach's own user must be there, with its licence."
    yield f'sf org assign permsetlicense --name {INTEGRATION_LICENCE} --on-behalf-of "$SF_COACH_USER" {to}'
    yield ""
    yield "# Try it; then deploy."
    yield f"sf project deploy start --source-dir {MAIN} {to} --dry-run"
    yield f"sf project deploy start --source-dir {MAIN} {to}"
    if (project.folder / TRANSLATIONS).is_dir():
        yield "# Only where Setup → Translation Language Settings is enabled:"
        yield f"sf project deploy start --source-dir {TRANSLATIONS} {to}"
    yield ""
    yield "# Who is what: Coach itself, …"
    yield f'sf org assign permset --name {SERVICE} --on-behalf-of "$SF_COACH_USER" {to}'
    yield "# … reps and managers by their group, many at once in Setup → Permission Set Groups, or one by one, …"
    named = "', '".join(sorted(file.name for file, _ in project.of("PermissionSetGroup")))
    asked = f"SELECT Id, DeveloperName FROM PermissionSetGroup WHERE DeveloperName IN ('{named}')"
    yield f'sf data query --query "{asked}" {to}'
    given = "PermissionSetGroupId=0PG… AssigneeId=005…"
    yield f'sf data create record --sobject PermissionSetAssignment --values "{given}" {to}'
    yield "# … and whoever has a role beside that, by their user name."
    for role in ROLES:
        yield f"sf org assign permset --name {role} --on-behalf-of USER_NAME {to}"
    yield ""
    yield "# For the operator, so that Coach knows administrators, enablement and operators by these sets:"
    for name, role in zip(("ADMIN", "ENABLEMENT", "OPERATOR"), ROLES, strict=True):
        yield f"COACH_{name}_PERMISSION_SET={role}"
