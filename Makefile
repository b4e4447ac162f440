# Two commands do everything, each from nothing: `make verify` and `make test`.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
WORKERS ?= 2

.PHONY: help setup verify documents docs test trust lint types benchmark clean

help:  ## what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

setup: $(VENV)/.ready  ## a virtual environment with everything in it

$(VENV)/.ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable ".[nn,dev,docs]"
	@touch $@

verify: setup  ## judge every quick claim; write run/report.html, run/explore.html, run/evidence.json
	$(BIN)/sgd-theorems explore --out run/explore.html --report run/report.html
	$(BIN)/sgd-theorems verify --out run --workers $(WORKERS) $(if $(DATA),--data $(DATA))

documents: run/evidence.json  ## ERRATA.md, the counts in README.md and the figures that tests pin, from the last run
	$(BIN)/python -m ledger.report.documents run/evidence.json
	$(BIN)/python -m tests.pinned_figures run/evidence.json

run/evidence.json:
	$(MAKE) verify

docs: setup  ## these pages as a site, run/site/index.html; a warning is an error
	$(BIN)/python -m sphinx -W --keep-going -q -d run/site-trees docs run/site

test: setup lint types  ## linters, types and all tests
	$(BIN)/python -m pytest -n $(WORKERS) --evidence run/tested.json
	$(BIN)/python -m pytest -q tests/ledger/test_report_size.py

trust: setup  ## attempts to break the suite, each with its share of an hour; writes what came of them to ledger/trust/records
	$(BIN)/python -m tests.campaigns $(if $(ONLY),--only $(ONLY))

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup
	$(BIN)/mypy

benchmark: setup  ## speed, measured beside its peers; one process, so that nothing shares the machine
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable ".[peers]"
	OPENBLAS_NUM_THREADS=1 $(BIN)/python -m pytest tests/benchmarks --benchmark-only -n 0 --benchmark-json run/benchmarks.json

clean:  ## remove what was made
	rm -rf $(VENV) run build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .benchmarks
