# Two commands matter: `make demo` and `make test`. `make help` lists the rest.
PYTHON ?= python3
PORT ?= 8080
BIN := .venv/bin
WORKERS ?= 2

.PHONY: help demo demo-reset play test lint fmt bench bench-quick frontend frontend-check clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 18

.venv/.product: requirements.txt pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@sh .ci/system.sh pango
	@touch $@

.venv/.tests: requirements-dev.txt .venv/.product
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@sh .ci/system.sh browser postgresql broker
	@touch $@

demo: .venv/.product ## Start the demo on PORT (8080): web, scheduler, the 2021 call in the middle of assessment
	@$(BIN)/utlysa demo --port $(PORT)

demo-reset: .venv/.product ## Forget what was done in the demo and load it afresh
	@$(BIN)/utlysa demo --reset-only

play: .venv/.product ## Run the 2021 call from announcement to extension on a virtual clock
	@$(BIN)/utlysa play

test: .venv/.tests lint frontend-check ## Every check: lint, types, import contracts, unit, journeys, browser
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup -m "not browser"
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile -m browser

lint: .venv/.tests ## Ruff, mypy --strict, import contracts, the processes in bpmn/
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/utlysa lint bpmn

fmt: .venv/.tests ## Format and mend what can be mended by a tool
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

# Long runs whose figures stand in the page as well; each prints JSON last. `make bench PROGRAMS=` leaves them out.
PROGRAMS ?= --program "Ten thousand completions while workers are killed=$(BIN)/python -m tests.journeys.kill_run --completions 10000 --kills 200" \
	--program "Two thousand cases over a cluster that breaks=$(BIN)/python -m tests.journeys.cluster_run --cases 2000 --json" \
	--program "FEEL beside another package and plain Python=$(BIN)/python -m tests.engine.feel.peer_run" \
	--program "Ten minutes of changed expressions and models=$(BIN)/python -m tests.engine.feel.fuzz_run --minutes 10"

bench: .venv/.tests ## Measure in full (an hour or more), and write docs/benchmarks.md with its charts
	$(BIN)/utlysa bench --peer "$(BIN)/python -m tests.web.cli.spiffworkflow_peer" $(PROGRAMS) --write docs/benchmarks.md

bench-quick: .venv/.tests ## Measure with a tenth of the large sizes (minutes), and print the tables
	$(BIN)/utlysa bench --quick --peer "$(BIN)/python -m tests.web.cli.spiffworkflow_peer"

frontend: ## Rebuild the committed bundle from web/frontend (needs Node 20)
	cd web/frontend && npm ci --ignore-scripts --no-audit --no-fund && npm run build

frontend-check: .venv/.tests ## Rebuild the bundle elsewhere and compare it with the committed one
	@sh .ci/frontend-check.sh

clean: ## Remove what was installed and built; var/ (data) stays
	rm -rf .venv web/frontend/node_modules
