# copydesk's front door. Every target sets up what it needs in .venv, once; after that no network is used.
#
#   make demo          clean the example pages and open the archive in Datasette (PORT=8001, SERVE=0 to stop before)
#   make demo-crawl    crawl three invented papers for three simulated days and open the archive
#   make test          the tests, but for the long ones
#   make lint          ruff, mypy, import-linter
#   make bench         speed, sizes and the quality gate (QUICK=1 for a sample)
#   make nightly       the tests that take minutes
#   make screenshots   the pictures in docs/images, taken in Chromium
#   make format        let ruff tidy the code
#   make clean         remove what the targets made

PORT ?= 8001
SERVE ?= 1
QUICK ?= 0
PYTEST ?=

VENV := .venv
BIN := $(VENV)/bin
RUNTIME := $(VENV)/.copydesk
DEVELOPMENT := $(VENV)/.copydesk-dev

# The first Python on the path that is new enough, preferring the versions copydesk is tested on.
FIND_PYTHON = for name in python3 python3.13 python3.12 python3.11 python; do \
	  "$$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null && echo "$$name" && exit; \
	done; \
	python3 -c 'import sys; sys.exit(sys.version_info[:2] < (3, 11))' 2>/dev/null && echo python3
PYTHON ?= $(shell $(FIND_PYTHON))

.PHONY: help demo demo-crawl test lint bench nightly screenshots format clean
.DEFAULT_GOAL := help

help:
	@sed -n '1,/^$$/s/^#  \{0,1\}//p' Makefile

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "copydesk needs Python 3.11 or newer, and found none on the path." >&2; exit 1; }
	@"$(PYTHON)" -m venv $(VENV) || { echo "Python could not make an environment in $(VENV); on Debian and Ubuntu install python3-venv." >&2; rm -rf $(VENV); exit 1; }

$(RUNTIME): pyproject.toml constraints.txt | $(BIN)/python
	@echo "Setting up copydesk in $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	@touch $@

$(DEVELOPMENT): pyproject.toml constraints.txt | $(BIN)/python
	@echo "Setting up copydesk and its development tools in $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $(RUNTIME) $@

# The asked port if it is free, else the next one that is.
FREE_PORT = import socket, sys; \
	free = lambda port: socket.socket().connect_ex(("127.0.0.1", port)) != 0; \
	print(next(port for port in range($(PORT), $(PORT) + 100) if free(port)))

demo: $(RUNTIME)
	@mkdir -p demo && rm -rf demo/archive.db demo/archive.db-wal demo/archive.db-shm demo/archive.warc
	$(BIN)/copydesk clean demo/archive.db examples/pages
	@if [ "$(SERVE)" = 0 ]; then \
	  echo "The archive is demo/archive.db; see it with: $(BIN)/copydesk serve demo/archive.db"; \
	else \
	  exec $(BIN)/copydesk serve demo/archive.db --port "$$($(BIN)/python -W ignore -c '$(FREE_PORT)')"; \
	fi

demo-crawl: $(RUNTIME)
	@mkdir -p demo && rm -rf demo/papers.db demo/papers.db-wal demo/papers.db-shm demo/papers.warc
	$(BIN)/python -W ignore examples/crawl_newsroom.py demo/papers.db
	@if [ "$(SERVE)" = 0 ]; then \
	  echo "The archive is demo/papers.db; see it with: $(BIN)/copydesk serve demo/papers.db"; \
	else \
	  exec $(BIN)/copydesk serve demo/papers.db --port "$$($(BIN)/python -W ignore -c '$(FREE_PORT)')"; \
	fi

test: $(DEVELOPMENT)
	$(BIN)/python -m pytest $(PYTEST)

lint: $(DEVELOPMENT)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(DEVELOPMENT)
	$(BIN)/python benchmarks/bench.py $(if $(filter-out 0,$(QUICK)),--quick) $(if $(PEERS),--peers $(PEERS))

nightly: $(DEVELOPMENT)
	$(BIN)/python -m pytest -m nightly $(PYTEST)

screenshots: $(DEVELOPMENT)
	$(MAKE) demo SERVE=0
	$(BIN)/python docs/make_screenshots.py

format: $(DEVELOPMENT)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf .venv .venv-* demo build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
