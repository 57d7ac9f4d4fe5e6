PYTHON ?= python3.11
BIN    := .venv/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check -q
LOCK    = $(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate -q

help:  ## list the commands
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile

.venv/ok: requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { echo "Python 3.11 or newer is needed; '$(PYTHON)' is not that. Try: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv .venv || { echo "The venv module is missing. On Debian: apt-get install python3.11-venv"; rm -rf .venv; exit 1; }
	@echo "Installing the locked libraries into .venv; the first time takes one to three minutes ..."
	@$(PIP) install --require-hashes -r requirements/dev.txt || { echo "The libraries could not be installed. No network? See docs/install.md, 'without a network'."; exit 1; }
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

demo: .venv/ok  ## run both sample provinces and say where the bulletins lie
	@$(BIN)/junxian run sample/sichuan
	@$(BIN)/junxian run sample/example-province

test: .venv/ok  ## run the tests
	@$(BIN)/python -m pytest -q -n auto

.venv/engines: .venv/ok requirements/engines.txt
	@echo "Installing the optional engines (Dask, PostgreSQL, Spark) into .venv ..."
	@$(PIP) install --require-hashes -r requirements/engines.txt
	@touch $@

check: .venv/engines  ## style, types, layers, tests, with the optional engines
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports --no-logo && $(MAKE) -s test

lock: .venv/ok  ## renew the locked versions
	@$(PIP) install uv && $(LOCK) --upgrade requirements/dev.in -o requirements/dev.txt && $(LOCK) requirements/run.in -c requirements/dev.txt -o requirements/run.txt && $(LOCK) requirements/engines.in -c requirements/dev.txt -o requirements/engines.txt

.PHONY: help demo test check lock
