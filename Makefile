# Each target does all the set-up that it needs, on a machine with Python 3.11 or later and make.
PYTHON ?= python3
BIN := .venv/bin
SEED := seed-data/govstack seed-data/demo
COMPILE := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
  --no-emit-index-url --no-emit-find-links

.PHONY: help serve test lint types check seed docs texts lock clean

help:  ## Show what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

serve: .venv/ready  ## Load the seed data, validate it, and serve on port 8000
	$(BIN)/graph-service load $(SEED)
	GRAPH_LOG=text $(BIN)/graph-service serve --port 8000

test: .venv/ready  ## Run the tests
	$(BIN)/pytest --numprocesses auto --dist loadfile --no-loadscope-reorder

# What these modules write is SQL: numbers, names of their own, quoted texts.
COLUMNS := graph_service/store/embedded/columns
lint: .venv/ready  ## Check style and imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/bandit --quiet --recursive --configfile pyproject.toml --exclude $(COLUMNS) graph_service 2>/dev/null
	$(BIN)/bandit --quiet --recursive --configfile pyproject.toml --skip B608 $(COLUMNS) 2>/dev/null

types: .venv/ready  ## Check types
	$(BIN)/mypy

check: lint types test  ## Run everything that must be right before a commit

seed: .venv/ready  ## Rebuild the seed data from its sources
	for script in seed-data/*/convert.py; do $(BIN)/python $$script || exit 1; done

docs: .venv/ready  ## Rewrite the generated reference
	$(BIN)/python docs/generate.py

texts: .venv/ready  ## Bring the catalogues for translation up to date
	$(BIN)/python docs/collect_texts.py

lock:  ## Renew the lock files (needs uv)
	$(COMPILE) --extra dev --output-file requirements.lock pyproject.toml
	$(COMPILE) --output-file requirements-mapping.lock --group pyproject.toml:mapping
	$(COMPILE) --extra telemetry --extra mcp --constraint requirements.lock --output-file deploy/requirements.lock pyproject.toml
	$(COMPILE) --constraint requirements.lock --output-file deploy/build.lock --group pyproject.toml:build

.venv/ready: .venv/service-ready .venv/mapping-ready
	touch $@

.venv/service-ready: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

.venv/mapping-ready: requirements-mapping.lock
	$(PYTHON) -m venv .venv/mapping
	.venv/mapping/bin/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-mapping.lock
	touch $@

clean:  ## Remove what was made here
	rm -rf .venv store store.snapshots store.scenarios store.dumps store.backups store.audit*.jsonl dist
