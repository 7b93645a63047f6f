"""Writes the files anew: ``python -m tests.engine.cards.sentences``."""

from tests.engine.cards.sentences import FOLDER, table, tags

for tag in tags():
    (FOLDER / f"{tag}.txt").write_text(table(tag), encoding="utf-8")
