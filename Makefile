# Two commands are enough on a fresh machine: `make demo` and `make test`. Each installs what is missing.
SHELL := /bin/bash
VENV := .venv
PY := $(VENV)/bin/python
STAMP := $(VENV)/.installed

.PHONY: help install demo test test-slow test-fast test-scheduler test-spark lint format lock docs quality performance clean

help: ## Show the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-16s %s\n", $$1, $$2}'

install: $(STAMP) ## Virtual environment with the pinned packages

$(VENV)/bin/python:
	@echo "[1/3] Virtual environment in $(VENV)"
	@python3 -c 'import sys; v = sys.version_info[:2]; sys.exit(0 if (3, 11) <= v < (3, 13) else f"Python 3.11 or 3.12 is needed, this is {v[0]}.{v[1]}")'
	@python3 -m venv $(VENV) 2>/dev/null || { rm -rf $(VENV); \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "      python3-venv is missing: installing the Debian package"; \
	    apt-get update -q && apt-get install -y -q python3-venv && python3 -m venv $(VENV); \
	  else echo "      python3-venv is missing. As root: apt-get install python3-venv"; exit 1; fi; }

$(STAMP): requirements.lock pyproject.toml | $(VENV)/bin/python
	@echo "[2/3] Installer (uv, pinned with hashes)"
	@awk '/^uv==/ {on=1} on {print} on && !/\\$$/ {exit}' requirements.lock > $(VENV)/uv.lock
	@$(PY) -m pip install -q --disable-pip-version-check --no-deps --require-hashes -r $(VENV)/uv.lock
	@echo "[3/3] $$(grep -cE '^[A-Za-z0-9]' requirements.lock) pinned packages (uv shows how far it is)"
	@$(VENV)/bin/uv pip sync --compile-bytecode --python $(PY) --require-hashes requirements.lock \
	  || { echo "      uv could not, trying pip (about two minutes)"; $(PY) -m pip install --disable-pip-version-check --no-deps --require-hashes -r requirements.lock; }
	@$(PY) -c 'import pathlib, sysconfig; pathlib.Path(sysconfig.get_path("purelib"), "sanfang.pth").write_text(str(pathlib.Path.cwd()) + "\n")'
	@printf '%s\n' '#!$(CURDIR)/$(VENV)/bin/python' 'from warehouse.cli import main' 'main()' > $(VENV)/bin/sanfang && chmod +x $(VENV)/bin/sanfang
	@touch $@
	@echo "Installed: $(VENV)/bin/sanfang"

demo: $(STAMP) ## The golden year 2020 at real size, from invented files to a published warehouse
	@$(VENV)/bin/sanfang demo

test: $(STAMP) ## All tests but the slow ones (about twenty minutes)
	@$(VENV)/bin/pytest -q -m "not slow"

test-slow: $(STAMP) ## The slow ones: a real Airflow scheduler (a month, twelve months, a restatement, a close), kills at any point
	@$(VENV)/bin/pytest -q -m "slow and not spark"

test-fast: $(STAMP) ## Tests without dbt, Airflow and whatever is slow
	@$(VENV)/bin/pytest -q -m "not dbt and not airflow and not scheduler and not slow"

test-scheduler: $(STAMP) ## Tests with a real Airflow scheduler
	@$(VENV)/bin/pytest -q -m scheduler

test-spark: $(STAMP) ## The same models on a real Spark cluster on this machine, compared table by table (needs Java 17; long)
	@command -v java >/dev/null || { echo "Java 17 is missing. As root: apt-get install openjdk-17-jre-headless"; exit 1; }
	@$(VENV)/bin/uv pip install -q --compile-bytecode --python $(PY) --no-deps --require-hashes -r requirements-spark.lock
	@$(VENV)/bin/pytest -q -m spark tests/spark

lint: $(STAMP) ## Ruff, mypy and the budgets
	@$(VENV)/bin/ruff check . && $(VENV)/bin/ruff format --check . && $(VENV)/bin/mypy

format: $(STAMP) ## Let ruff put the code in order
	@$(VENV)/bin/ruff check --fix . ; $(VENV)/bin/ruff format .

lock: $(STAMP) ## Resolve the pins again (versions and hashes, no index)
	@$(VENV)/bin/uv pip compile --universal --python-version 3.11 --generate-hashes --upgrade --no-header \
	  --no-emit-index-url --no-emit-find-links -q --extra dev --extra deploy pyproject.toml -o requirements.lock

docs: $(STAMP) ## Data dictionary and dbt docs of the last build
	@$(VENV)/bin/sanfang docs

clean: ## Remove what builds leave behind; data/ stays
	@rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis

quality: $(STAMP) ## Matching quality on planted truth, into docs/quality.md (minutes)
	@$(PY) -m benchmarks.quality.run --write

performance: $(STAMP) ## The golden year and the text reader, measured into docs/performance.md (minutes)
	@$(PY) -m benchmarks.pipeline.golden_year --write
	@$(PY) benchmarks/ingest/csv_to_parquet.py
