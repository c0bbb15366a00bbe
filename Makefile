# `make help` lists what this can do. Only Python 3.11 or newer, git and make are needed.

PYTHON ?= python3
PORT ?= 8000
ARGS ?=
CALLS ?= 20000
export PORT

VENV := .venv
BIN := $(VENV)/bin
RUNTIME := $(VENV)/.runtime-installed
DEV := $(VENV)/.dev-installed
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --require-hashes
CLIENT := tests/clients/node_modules/.installed
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-annotate
# Two workers pay off on two cores; a single test is quicker without them: make test WORKERS=0
WORKERS ?= 2

.DEFAULT_GOAL := help
.PHONY: run test check lint types house fuzz bench client-tests browser-tests lock clean help fidelity

help: ## show this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | awk -F'\t' '{printf "  make %-15s %s\n", $$1, $$2}'

run: ## set up what is missing, then serve the desk on PORT (default 8000)
	@command -v "$(PYTHON)" >/dev/null || { echo "No '$(PYTHON)' on the path. Fjord needs Python 3.11 or newer: make run PYTHON=/path/to/python3"; exit 1; }
	@"$(PYTHON)" config/bootstrap.py --port "$(PORT)"
	@$(MAKE) --silent --no-print-directory $(RUNTIME)
	@exec $(BIN)/python manage.py serve

$(BIN)/python:
	@command -v "$(PYTHON)" >/dev/null || { echo "No '$(PYTHON)' on the path. Fjord needs Python 3.11 or newer: make run PYTHON=/path/to/python3"; exit 1; }
	@"$(PYTHON)" config/bootstrap.py

$(RUNTIME): requirements.txt | $(BIN)/python
	@echo "Installing what Fjord runs on (the first time takes a minute)..."
	@$(PIP) -r requirements.txt
	@touch $@

$(DEV): requirements-dev.txt | $(BIN)/python
	@echo "Installing the development tools (the first time takes a minute)..."
	@$(PIP) -r requirements-dev.txt
	@touch $@ $(RUNTIME)

test: $(DEV) ## run the suite: make test ARGS='-k ticket', DATABASE_URL=postgres://... for PostgreSQL
	$(BIN)/python -m pytest -n $(WORKERS) $(ARGS)

lint: $(DEV) ## style, layers, templates, dependencies, spelling
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/djlint --quiet --lint templates
	$(BIN)/deptry .
	$(BIN)/codespell

types: $(DEV) ## mypy, strict
	$(BIN)/mypy

house: $(DEV) ## migrations complete, production settings without a warning
	$(BIN)/python manage.py makemigrations --check --dry-run
	FJORD_ENV=production FJORD_HOSTS=desk.example.com FJORD_PROXIES=1 EMAIL_URL=smtp+tls://mail.example.com:587 \
		FJORD_FROM_ADDRESS='Service desk <desk@example.com>' \
		$(BIN)/python manage.py check --deploy --fail-level WARNING

# Node and the browser have targets of their own, and what only PostgreSQL can show runs there.
EVERYWHERE := not node and not browser
EVIDENCE := var/evidence
check: lint types house ## everything that .ci/run runs
	$(MAKE) test ARGS='-m "$(EVERYWHERE) and not postgres" --evidence=$(EVIDENCE)'
	$(BIN)/python -m tests.fidelity $(EVIDENCE) --check
	.ci/with-postgres $(MAKE) test ARGS='-m "$(EVERYWHERE)"'
	$(MAKE) client-tests
	$(MAKE) browser-tests

fidelity: $(DEV) ## run the suite and write docs/fidelity.md from what its tests have shown
	$(MAKE) test ARGS='-q -m "$(EVERYWHERE) and not postgres" --evidence=$(EVIDENCE)'
	$(BIN)/python -m tests.fidelity $(EVIDENCE)

client-tests: $(DEV) $(CLIENT) ## the official client against a running desk, on SQLite and on PostgreSQL (needs Node.js)
	DATABASE_URL= $(BIN)/python -m pytest -m node $(ARGS)
	.ci/with-postgres $(BIN)/python -m pytest -m node $(ARGS)

$(CLIENT): tests/clients/package-lock.json
	cd tests/clients && npm ci --no-audit --no-fund
	@touch $@

browser-tests: $(DEV) ## the desk in chromium
	$(BIN)/python -m pytest -m browser $(ARGS)

fuzz: $(DEV) ## generated calls against the schema: make fuzz CALLS=20000 SEED=1
	$(BIN)/python -m tests.fuzz --calls $(CALLS) $(if $(SEED),--seed $(SEED))

bench: $(DEV) ## requests per second, as a share of the limit app in the same run
	.ci/with-postgres $(BIN)/python -m bench $(ARGS)

lock: $(BIN)/python ## pin requirements again after an edit of *.in: make lock ARGS=--upgrade
	$(BIN)/python -m pip --disable-pip-version-check install --quiet uv
	$(LOCK) requirements.in -o requirements.txt $(ARGS)
	$(LOCK) requirements-dev.in -o requirements-dev.txt $(ARGS)

clean: ## remove everything that can be made again; var/ stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .coverage htmlcov tests/clients/node_modules
