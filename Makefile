# Everything needed is installed into .venv by the first target you run; nothing outside this folder is touched.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
UV_VERSION := 0.13.9
RUN := .venv/bin
# A file at a time on each core, for services and databases are shared within a file.
SIDE_BY_SIDE := -n auto --dist loadfile --no-loadscope-reorder

.PHONY: demo test check format clean

demo: .venv/.ready
	@$(RUN)/coach demo $(if $(ONCE),--once)

test: .venv/.ready
	$(RUN)/pytest $(SIDE_BY_SIDE) $(if $(CI),--slow)

check: .venv/.ready
	$(RUN)/ruff format --check .
	$(RUN)/ruff check .
	$(RUN)/mypy
	$(RUN)/lint-imports

format: .venv/.ready
	$(RUN)/ruff format .
	$(RUN)/ruff check --fix .

.uv/bin/uv:
	$(PYTHON) -m venv .uv
	.uv/bin/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

.venv/.ready: .uv/bin/uv setup.cfg pyproject.toml uv.lock
	.uv/bin/uv sync --quiet --locked --extra dev --python $(PYTHON)
	touch $@

clean:
	rm -rf .venv .uv .demo
