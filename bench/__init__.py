"""How fast Coach is, as ratios: each figure is measured in turns with what it is compared to, in one run.

`make bench` measures everything and writes RESULTS.md; `make bench SHORT=1` takes minutes; `make bench ONLY="match
load"` measures some; `make bench AGAINST=path` compares this checkout to another one.

``figures``   what is measured, and what is wanted of it
``turns``     times functions in turns
``report``    figures as tables
``checkout``  measures a suite in a process of its own
``machine``   what it ran on
``suites``    every part that is measured, by name

``match``, ``load``, ``start``, ``plan``, ``decide``, ``intake``, ``log``, ``pages``, ``export``   the parts
``rules``     made-up playbooks and deals, and their facts for others
``bitsets``, ``decision_table``   the same rules as bare bit sets, and with zen-engine
``service``   a log of a million decisions, and the service on it
"""
