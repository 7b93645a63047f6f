"""The playbooks and the operator's policy."""

from pathlib import Path

from coach.app.parts import channel_settings, limits_in, load_library
from coach.channels.registry import wants
from coach.config.settings import Settings
from coach.engine.evaluate import EvaluationContext
from coach.engine.matching import compile_rules
from coach.engine.playbook import Library


def context_of(settings: Settings, library: Library) -> EvaluationContext:
    """What the service would decide with if it had this library."""
    limits = limits_in(settings)
    rulebook = compile_rules(library, limits.timezone)
    return EvaluationContext(library, rulebook, limits, wants(channel_settings(settings)), locale=settings.locale)


def library_in(settings: Settings, folder: Path | None) -> Library:
    """The library of a folder, by default that of the settings. Raises InvalidPlaybook."""
    return load_library(folder or settings.playbooks_dir)
