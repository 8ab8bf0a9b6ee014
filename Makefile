# Everything a newcomer, a developer and CI run. `make` alone lists the targets.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help demo test lint fix bench chaos schema lock clean

help:  ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

$(STAMP): requirements-dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; set PYTHON=/path/to/python3."; exit 2; }
	@echo "Setting up $(VENV) (once; about a minute) ..."
	@$(PYTHON) -m venv --clear $(VENV) || { echo "Python has no venv module; on Debian or Ubuntu install python3-venv."; exit 2; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-dev.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

demo: $(STAMP)  ## the report's figures, the gaps in words and a second run with nothing to do, on a local SharePoint
	@$(BIN)/hmicfrs-sync demo $(ARGS)

test: $(STAMP)  ## all tests that need nothing but this folder
	@$(BIN)/python -m pytest $(ARGS)

lint: $(STAMP)  ## format, style, types, import contracts
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

fix: $(STAMP)  ## put format and simple style mistakes right
	@$(BIN)/ruff check --fix --exit-zero .
	@$(BIN)/ruff format .

bench: $(STAMP)  ## measure speed side by side with an alternative, in one run
	@$(BIN)/python -m tests.benchmarks $(ARGS)

chaos: $(STAMP)  ## 10,000 scenarios with every fault, people's edits and crashes; up to half an hour on two cores (ARGS="--minutes 5")
	@$(BIN)/python -m tests.chaos $(ARGS)

schema: $(STAMP)  ## write the JSON Schemas that the configuration files name
	@$(BIN)/hmicfrs-sync schema

lock: $(STAMP)  ## pin the dependencies anew (needs uv)
	@uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --custom-compile-command "make lock" pyproject.toml -o requirements.lock
	@uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --custom-compile-command "make lock" --extra dev pyproject.toml -o requirements-dev.lock
	@uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --custom-compile-command "make lock" tests/contract/clients/requirements-2.6.2.in -o tests/contract/clients/requirements-2.6.2.lock

clean:  ## remove what the targets made
	@rm -rf $(VENV) .local .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
