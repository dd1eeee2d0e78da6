# Two commands on a fresh machine: `make demo` and `make test`. `make help` lists the rest.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.stamp
PIP    := $(BIN)/python -m pip --disable-pip-version-check -qq

.DEFAULT_GOAL := help
.PHONY: help setup demo test check format docs messages train bench clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(STAMP) ## Make the virtual environment, from wheels only

$(STAMP): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Palabre needs Python 3.11 or newer: make PYTHON=python3.12 ..." if sys.version_info < (3, 11) else 0)'
	@echo "Setting up $(VENV) (once; a minute or two)"
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) install --only-binary=:all: --editable '.[dev]'
	@touch $@

demo: $(STAMP) ## Record the bundled chronicle in a ledger, and show the file of Niger
	@$(BIN)/palabre demo
	@echo
	@echo "Now your own:  $(BIN)/palabre read FILE --published 2024-01-31"

test: $(STAMP) ## Run all tests
	@$(BIN)/python -m pytest -n auto

check: $(STAMP) ## Style, types, import ladder, generated files
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m pytest -q tests/test_docs.py tests/test_shape.py

format: $(STAMP) ## Format the code
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

docs: $(STAMP) ## Write the generated parts anew: commands, JSON Schema, README example
	@$(BIN)/python docs/generate.py

messages: $(STAMP) ## Compile the interface's catalogues
	@$(BIN)/pybabel -q compile -d src/palabre/locale -D palabre

train: $(STAMP) ## Train the French parser (an hour or two; see training/README.md)
	@$(BIN)/python training/train.py

bench: $(STAMP) ## Measure speed and memory
	@$(BIN)/python benchmarks/read.py
	@$(BIN)/python benchmarks/ledger.py
	@$(BIN)/python benchmarks/batch.py --articles 1000

clean: ## Remove the environment and all that was made
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
