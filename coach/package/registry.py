"""Which files a deployment knows: the table of the library that the official command line is built on.

``registry.json`` is written by ``salesforce/scripts/registry.mjs`` from @salesforce/source-deploy-retrieve.
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import PurePosixPath

META = "-meta.xml"


@dataclass(frozen=True, slots=True)
class Known:
    """What a file is: the type of its metadata, the component's name, and the folder that it belongs in.

    ``main``: the component is described here; False for the other files of a bundle.
    """

    type: str
    name: str
    folder: str
    main: bool = True


@cache
def _table() -> tuple[dict[str, tuple[str, str]], dict[str, str]]:
    told = json.loads(files("coach.package").joinpath("registry.json").read_text(encoding="utf-8"))
    return {suffix: (each[0], each[1]) for suffix, each in told["suffixes"].items()}, told["bundles"]


def known(path: PurePosixPath) -> Known | None:
    """What the file at this path is; None where no type of metadata claims it."""
    suffixes, bundles = _table()
    for depth, part in enumerate(path.parts[:-2]):
        if part in bundles:
            bundle = path.parts[depth + 1]
            return Known(bundles[part], bundle, part, path.name == f"{bundle}.js{META}")
    stem, _, suffix = path.name.removesuffix(META).rpartition(".")
    if not path.name.endswith(META) or not stem or suffix not in suffixes:
        return None
    kind, folder = suffixes[suffix]
    return Known(kind, stem, folder)
