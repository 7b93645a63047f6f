"""The playbooks in force: ``libraries``; ``revisit`` takes an edit to open deals, ``counts`` is what came of each."""
