"""``python -m coach.cli`` is the ``coach`` command."""

from coach.cli import main

main()
