# `make demo` is the first command of the README; it needs Python 3.11 or newer, and make.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
PINNED := pyproject.toml constraints.txt

.PHONY: demo test lint bench nightly soak stack campaigns findings notebooks clean help

help:  ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: $(VENV)/.base  ## run every integration through the month-end spike, print the matrix
	$(BIN)/testbed demo

test: $(VENV)/.test lint  ## rules, types, then every test that takes seconds
	$(BIN)/python -m pytest -n 2 --dist worksteal

lint: $(VENV)/.test  ## ruff, then mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/mypy

bench: $(VENV)/.test  ## speed, on a quiet machine
	$(BIN)/python -m pytest -m bench -p no:xdist -s

nightly: $(VENV)/.test  ## the tests that take minutes, then 200 seeds of the reference
	$(BIN)/python -m pytest -m slow -n 2 --dist worksteal
	$(BIN)/testbed campaign --integration reference --seeds 200

MINUTES ?= 20

soak: $(VENV)/.test  ## the reference on its own PostgreSQL and NATS, both struck for MINUTES=20
	$(BIN)/testbed soak --minutes $(MINUTES) --scale 0.1 --speed 1500 \
	  --set integration.max_concurrency=64

# SUITE=SEEDS, 0 for each leg once. A campaign goes on with what the file of its suite lacks.
SUITES := turns=200 alone=200 pairs=200 swarm=200 calm=1000 soak=5 cells=0

stack: $(VENV)/.test  ## systems, PostgreSQL, NATS and the reference, connected, until Ctrl-C
	$(BIN)/testbed stack

campaigns: $(VENV)/.test  ## every suite of the reference (hours), and the page of what they found
	for each in $(SUITES); do $(BIN)/testbed campaign --integration reference \
	  --suite $${each%=*} --seeds $${each#*=} --results docs/campaigns/$${each%=*}.csv; done
	$(BIN)/testbed campaigns docs/campaigns --page docs/campaigns.md

findings: $(VENV)/.base  ## the experiments behind docs/findings.md (an hour), and the page
	$(BIN)/testbed findings docs/findings.toml --page docs/findings.md

notebooks: $(VENV)/.notebooks  ## opens the notebooks in JupyterLab
	cd notebooks && PATH="$(abspath $(BIN)):$$PATH" $(abspath $(BIN))/jupyter lab

clean:  ## remove what can be made again (not the stored runs)
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A stamp is newer than the pinned files when the environment holds what they name.
$(VENV)/.base: $(PINNED) | $(VENV)/bin/python
	$(PIP) install -e . -c constraints.txt
	@touch $@

$(VENV)/.test: $(PINNED) | $(VENV)/bin/python
	$(PIP) install -e '.[test]' -c constraints.txt
	@touch $@ $(VENV)/.base

$(VENV)/.notebooks: $(PINNED) | $(VENV)/bin/python
	$(PIP) install -e '.[notebooks,load]' -c constraints.txt
	@touch $@ $(VENV)/.base

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 or newer is needed, $(PYTHON) is older or absent;" \
	       "name one that is: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
