# Needs nothing but Python (3.11 or later) and make: each target makes the virtual environment that it runs in.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
RUNTIME := $(VENV)/.installed
DEVELOPMENT := $(VENV)/.installed-dev
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
KPIS := taux_attrition_client nps duree_moyenne_traitement
PERIOD := 2026-01..2026-06
# What else is installed for the tests: continuous integration adds the engines and the browser.
EXTRAS ?= dev
WORKERS ?= 2
SIDE_BY_SIDE = $(BIN)/pytest --numprocesses=$(WORKERS) --dist=loadfile
# These run the whole of kpidef many times over: tracing their lines would multiply the time, and show nothing that the
# tests of each room do not cover.
AT_LARGE := tests/browser tests/engines tests/fuzz tests/library tests/properties tests/syntax tests/test_docs.py \
	tests/test_example_projects.py tests/test_oracles.py tests/test_reference_agreement.py \
	tests/test_reference_coverage.py tests/test_reference_faults.py tests/test_sql_transpiled.py

export PYTHONUTF8 := 1

.DEFAULT_GOAL := help
.PHONY: help demo test lint wheel format bench docs clean

help: ## what each target does
	@grep -E '^[a-z]+:.*## ' Makefile | sed 's/:.*## /\t/' | expand -t 10

demo: $(RUNTIME) ## a company's KPIs, from nothing to numbers and SQL
	test -e demo/kpidef.yml || $(BIN)/kpidef init demo
	$(BIN)/kpidef validate --project demo
	$(BIN)/kpidef run $(KPIS) --project demo --period $(PERIOD) --grain month
	$(BIN)/kpidef compile taux_attrition_client --project demo --dialect postgres
	$(BIN)/kpidef compile taux_attrition_client --project demo --dialect bigquery

test: lint ## lint, types, import contracts, tests with their coverage
	$(SIDE_BY_SIDE) $(addprefix --ignore=,$(AT_LARGE) tests/packaging) --cov --cov-report=term
	$(SIDE_BY_SIDE) $(AT_LARGE)

lint: $(DEVELOPMENT) ## lint, types and import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

wheel: $(DEVELOPMENT) ## build the wheel and test it from outside
	$(BIN)/pytest tests/packaging

format: $(DEVELOPMENT) ## write the code as the linter wants it
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(DEVELOPMENT) ## what the README's figures come from
	$(BIN)/python -m benchmarks

docs: $(DEVELOPMENT) ## write the pages that come from the code, and what the commands shown answer
	$(BIN)/python -m docs.generate

clean: ## remove what the other targets made
	rm -rf $(VENV) demo dist .coverage .coverage.* .mypy_cache .pytest_cache .ruff_cache

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(RUNTIME): pyproject.toml | $(VENV)/bin/python
	$(PIP) --editable .
	touch $@

$(DEVELOPMENT): pyproject.toml | $(VENV)/bin/python
	$(PIP) --editable '.[$(EXTRAS)]'
	touch $@ $(RUNTIME)
