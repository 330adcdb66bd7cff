# One command each for a person: `make help`. Whatever they need is made first, in .venv.
# Kept to what make 3.81 of macOS understands.

VENV  := .venv
BIN   := $(VENV)/bin
READY := $(VENV)/.ready
ARGS  ?=

.PHONY: help setup run demo test check lint types floors audit bench bench-scale soak fuzz train \
  lock clean
.DEFAULT_GOAL := help

help:  ## these lines
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(READY)  ## install everything in .venv and stop there

run: $(READY)  ## start the service on config/ (Ctrl-C stops it)
	@$(BIN)/wirewatch run $(ARGS)

demo: $(READY)  ## a minute of the service on a small news world of its own, no network needed
	@$(BIN)/wirewatch demo $(ARGS)

test: $(READY)  ## all tests (ARGS="-k name" for some)
	@$(BIN)/python -m pytest -q -n auto --dist loadgroup $(ARGS)

check: lint types floors audit test  ## everything that must be right before a commit

# That migrations and tables agree, and that the documents name every command and setting, are
# tests like others: tests/storage/ and tests/test_docs.py.

lint: $(READY)
	@$(BIN)/ruff check --quiet && $(BIN)/ruff format --quiet --check && echo "ruff: clean"

types: $(READY)
	@$(BIN)/mypy --no-error-summary && echo "mypy: clean"

floors: $(READY)
	@$(BIN)/lint-imports --no-logo

audit: $(READY)  ## what is publicly known against the locked versions (asks osv.dev)
	@$(BIN)/python -m tests.audit

bench: $(READY)  ## what things cost, each beside a peer or a limit
	@$(BIN)/python -m benchmarks $(ARGS)

bench-scale: $(READY)  ## many machines: under fire, side by side, a hundred thousand feeds (20 minutes)
	@$(BIN)/python -m benchmarks.scale.fire
	@$(BIN)/python -m benchmarks.scale.workers
	@$(BIN)/python -m benchmarks.scale.polls

soak: $(READY)  ## the service for a long time, its memory watched
	@$(BIN)/python -m benchmarks.soak $(ARGS)

fuzz: ARGS = 10
fuzz: $(READY)  ## strange input to everything that reads what strangers wrote (ARGS=minutes)
	@$(BIN)/python -m tests.fuzz $(ARGS)

train: $(READY)  ## the model of article texts anew (ARGS="--corpora FOLDER"; needs wirewatch[train])
	@$(BIN)/python -m crawler.extraction.training $(ARGS)

# Works from pyproject.toml for every Python and system at once. Raises what is out of date;
# `make lock ARGS=` keeps the pins that still fit.
lock: ARGS = --upgrade
lock: $(READY)  ## pin the newest versions that fit, with hashes, in requirements.lock
	@$(BIN)/uv pip compile pyproject.toml --extra dev --output-file requirements.lock --quiet \
	  --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-config \
	  --custom-compile-command "make lock" $(ARGS)

clean:  ## remove .venv and all caches; the database in var/ stays
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# PYTHON=/path/to/python3.12 chooses one; otherwise it is the first of these that is new enough.
PYTHON ?= python3 python3.13 python3.12 python3.11 python3.14

$(READY): requirements.lock pyproject.toml
	@python=; for candidate in $(PYTHON); do \
	  if $$candidate -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    python=$$candidate; break; \
	  fi; \
	done; \
	if [ -z "$$python" ]; then \
	  echo "Wirewatch needs Python 3.11 or newer; say where: make PYTHON=/path/to/python3" >&2; \
	  exit 1; \
	fi; \
	echo "Setting up $(VENV) with $$($$python --version); this takes a minute, once."; \
	$$python -m venv $(VENV) || { \
	  echo "Could not make $(VENV); on Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@$(BIN)/python -m compileall -q crawler  # for where Python may not write beside its sources
	@touch $(READY)
