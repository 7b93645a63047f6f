# Everything needed is installed into .venv by the first target you run; nothing outside this folder is touched.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
UV_VERSION := 0.13.9
RUN := .venv/bin
# Named again, uv makes .venv anew where the name is another one's, such as pyenv's, and takes out what is there.
BY = $(if $(wildcard $(RUN)/python),,--python $(PYTHON))
# A file at a time on each core, for services and databases are shared within a file.
SIDE_BY_SIDE := -n auto --dist loadfile --no-loadscope-reorder
# A process of Coach imports in two seconds what is compiled and in five what is not, and the tests start hundreds. Where
# the environment tells Python to keep nothing, each would compile everything again.
unexport PYTHONDONTWRITEBYTECODE
INSTALL := .uv/bin/uv sync --quiet --locked --compile-bytecode

.PHONY: demo test test-product chaos bench check format generated clean

demo: .venv/.demo
	@$(RUN)/coach demo $(if $(ONCE),--once)

test: .venv/.ready
	$(RUN)/pytest $(SIDE_BY_SIDE) $(if $(CI),--slow)

# Without the tests of the look-alike org and of the demo.
test-product: .venv/.ready
	$(RUN)/pytest $(SIDE_BY_SIDE) $(if $(CI),--slow) tests

# Storms of faults over real processes, for so many seconds, from a seed that is shown: the same seed replays them.
SECONDS ?= 120
chaos: .venv/.ready
	COACH_CHAOS_SECONDS=$(SECONDS) COACH_CHAOS_SEED=$(SEED) $(RUN)/pytest -q --slow tests/faults/test_chaos.py

# How fast it is, as ratios, into bench/RESULTS.md. SHORT=1 takes minutes, ONLY="match load" measures some of it, and
# AGAINST=path compares with another checkout. It needs PostgreSQL for some, and wrk for the best figures of intake.
bench: .venv/.bench
	$(RUN)/python -m bench $(if $(SHORT),--short) $(if $(ONLY),--only $(ONLY)) $(if $(AGAINST),--against $(AGAINST)) \
	  $(if $(POSTGRES),--postgres $(POSTGRES))

check: .venv/.ready
	$(RUN)/ruff format --check .
	$(RUN)/ruff check .
	$(RUN)/mypy
	$(RUN)/lint-imports

format: .venv/.ready
	$(RUN)/ruff format .
	$(RUN)/ruff check --fix .

# Whatever is written out of the code: tables of pages, schemas, catalogs, and the sentences for native speakers.
generated: .venv/.ready
	$(RUN)/python -m tools.generated
	$(RUN)/python -m tests.engine.cards.sentences

.uv/bin/uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo \
	  "Coach needs Python 3.11 or later, and $(PYTHON) is older. If you have one: make PYTHON=/path/to/python3.12"; exit 1; }
	@echo "Fetching uv, which installs the rest, into .uv …"
	@$(PYTHON) -m venv .uv
	@.uv/bin/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

# What the service and the demo need, without developers' tools, which stay where they are there already.
.venv/.demo: .uv/bin/uv setup.cfg pyproject.toml localorg/pyproject.toml demo/pyproject.toml uv.lock
	@echo "Installing what Coach needs into .venv, without its developers' tools …"
	@$(INSTALL) --inexact --group demo $(BY)
	@touch $@

.venv/.ready: .uv/bin/uv setup.cfg pyproject.toml localorg/pyproject.toml demo/pyproject.toml uv.lock
	@echo "Installing what Coach and its developers need into .venv …"
	@$(INSTALL) --extra dev --group demo $(BY)
	@touch .venv/.demo $@

# What Coach is measured against, beside what developers have.
.venv/.bench: .venv/.ready
	@$(INSTALL) --extra dev --extra bench --group demo $(BY)
	@touch $@

clean:
	rm -rf .venv .uv .demo
