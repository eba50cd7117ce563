# Works in any directory, as any user: nothing here leaves .venv and var, save PostgreSQL's files where root runs it.
PYTHON = .venv/bin/python
PYTEST_ARGS =

.DEFAULT_GOAL := help
.PHONY: help setup run test lint quick sure format screenshots bench

help: ## show this
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

setup: .venv/installed ## install everything into .venv

run: .venv/ready-to-run ## start everything: database, web, worker, two demo dealers
	@exec $(PYTHON) -m autoleads.dev.run

test: setup ## run all tests; PYTEST_ARGS="-k leads" for some
	@$(PYTHON) -m autoleads.dev.browser
	@$(PYTHON) -m autoleads.dev.pgbouncer
	@APP_ENV=test exec $(PYTHON) -m pytest -n auto $(PYTEST_ARGS)

lint: setup ## style, types, layers and dead code
	$(PYTHON) -m ruff check
	$(PYTHON) -m ruff format --check
	$(PYTHON) -m mypy
	$(PYTHON) .venv/bin/lint-imports
	$(PYTHON) -m vulture

quick: lint ## what a commit must pass: lint, then all but the slow tests
	@APP_ENV=test exec $(PYTHON) -m pytest -n auto -m 'not slow' $(PYTEST_ARGS)

sure: lint test ## what a push must pass: lint, then all tests

format: setup ## format the code
	$(PYTHON) -m ruff check --fix
	$(PYTHON) -m ruff format

screenshots: setup ## take pictures of every page into docs/screenshots
	$(PYTHON) -m autoleads.dev.screenshots

bench: setup ## measure our servers; `python -m benchmarks --help` lists more
	$(PYTHON) -m benchmarks

# What running needs; tests and lint tools come with `make test` and `make lint`.
.venv/ready-to-run: requirements.txt requirements-run.txt
	@$(call install,requirements-run.txt)
	@touch .venv/ready-to-run

.venv/installed: requirements.txt requirements-optional.txt requirements-dev.txt
	@$(call install,requirements-dev.txt)
	@touch .venv/installed .venv/ready-to-run

# The first Python that is new enough, and uv where there is one: it takes seconds where pip takes a minute.
define install
	set -e; \
	new_enough='import sys; sys.exit(sys.version_info < (3, 11))'; \
	if ! .venv/bin/python -c "$$new_enough" 2>/dev/null; then \
	  for python in python3 python3.13 python3.12 python3.11 ''; do \
	    if [ -n "$$python" ] && "$$python" -c "$$new_enough" 2>/dev/null; then break; fi; \
	  done; \
	  if [ -z "$$python" ]; then echo 'AutoLeads needs Python 3.11 or newer as python3 on the PATH.' >&2; exit 1; fi; \
	  echo "Making .venv with $$python ..."; rm -rf .venv; \
	  if command -v uv >/dev/null; then uv venv --quiet --python "$$(command -v "$$python")" .venv; \
	  elif ! "$$python" -m venv .venv; then \
	    rm -rf .venv; echo 'This Python cannot make a .venv; on Debian: apt-get install python3-venv' >&2; exit 1; \
	  fi; \
	fi; \
	echo 'Installing $(1), which may take a minute ...'; \
	if command -v uv >/dev/null; then uv pip install --python .venv/bin/python -r $(1); \
	else \
	  .venv/bin/python -m pip --version >/dev/null 2>&1 || .venv/bin/python -m ensurepip >/dev/null; \
	  .venv/bin/python -m pip install --disable-pip-version-check --no-compile --progress-bar off -r $(1); \
	fi
endef
