# Everything runs in a private environment in .venv, which `.ci/environment` makes and keeps up to date.
# `make` alone lists the targets. PYTHON=... names the interpreter to make the environment from.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help environment demo test check lint format-check types floors spelling tests format validate thorough bench \
	docs-cli clean distclean

PYTHON ?=
QUICK ?=
RUN := .venv/bin/python -m
WORKERS ?= 2

# Another project's settings must not reach our interpreter.
unexport PYTHONPATH
unexport PYTHONHOME
unexport VIRTUAL_ENV
export PYTHONNOUSERSITE := 1

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile

environment: ## make .venv with the pinned versions, or do nothing if it is up to date
	@sh .ci/environment "$(PYTHON)"

demo: environment ## the main job: compare four ways to run a sales force, ending in a report
	.venv/bin/sandtable compare scenarios/home-appliances

test: check tests ## everything that must hold: checks and tests (under eight minutes)

tests: environment ## only the tests, on two cores (WORKERS=n for more)
	$(RUN) pytest -q -n $(WORKERS)

check: lint format-check types floors spelling ## ruff, mypy, import-linter, codespell

lint: environment
	$(RUN) ruff check .

format-check: environment
	$(RUN) ruff format --check --output-format=concise .

types: environment
	$(RUN) mypy

floors: environment
	.venv/bin/lint-imports --no-logo

spelling: environment
	.venv/bin/codespell

format: environment ## let ruff put the code in order
	$(RUN) ruff check --fix --quiet .
	$(RUN) ruff format --quiet .

validate: environment ## published results held against the model, two hours at most (QUICK=1: ten minutes)
	.venv/bin/sandtable validate --publish --jobs $(WORKERS) $(if $(QUICK),--quick)

thorough: environment ## the longer statistical forms of the quick tests
	HYPOTHESIS_PROFILE=thorough $(RUN) pytest -q -n $(WORKERS) -m "not benchmark and not browser"

bench: environment ## speed and memory, one after another, with the numbers printed
	$(RUN) pytest -q -s -m benchmark tests/benchmarks

docs-cli: environment ## write docs/reference/cli.md from the commands' own help
	$(RUN) tests.architecture.cli_reference

clean: ## remove what tools and runs leave behind, and keep .venv
	rm -rf build dist results *.egg-info .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -path ./.venv -prune -o -name __pycache__ -type d -exec rm -rf {} +

distclean: clean ## remove .venv too
	rm -rf .venv
