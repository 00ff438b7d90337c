# What one does with Kompas; the work itself is in scripts/, in Python.
.PHONY: help run setup test test-next lint format docs bench bench-large python
.DEFAULT_GOAL := help

PYTHON ?= $(shell for name in python3.11 python3.12 python3.13 python3.14 python3; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$name" && break; done)

help: ## This list
	@grep -hE '^[a-z-]+: .*## ' $(MAKEFILE_LIST) | awk -F ': .*## ' '{ printf "make %-11s %s\n", $$1, $$2 }'

run: python ## Set up what is missing and serve http://127.0.0.1:8000 (PORT=8001 for another port)
	@"$(PYTHON)" -m scripts run

setup: python ## Install everything for development, run nothing
	@"$(PYTHON)" -m scripts setup

test: python ## All tests, on SQLite and where it runs on PostgreSQL (ARGS="tests/lms -k draw", JOURNEYS=0)
	@"$(PYTHON)" -m scripts test

test-next: python ## The tests on Wagtail 8.0 and Django 6.1; needs Python 3.12 or newer
	@"$(PYTHON)" -m scripts test-next

lint: python ## Style, types, layers, templates, settings, migrations, dependencies
	@"$(PYTHON)" -m scripts lint

format: python ## Put code and templates in the agreed form
	@"$(PYTHON)" -m scripts format

docs: python ## Build the documentation into site/
	@"$(PYTHON)" -m scripts docs

bench: python ## Measure pages and answers and write docs/performance.md
	@"$(PYTHON)" -m scripts bench

bench-large: python ## Measure 200,000 made-up people on PostgreSQL (a quarter of an hour, 3 GB) and write it too
	@"$(PYTHON)" -m scripts bench-large

python:
	@test -n "$(PYTHON)" || { echo "Kompas needs Python 3.11 or newer: install it (Debian and Ubuntu: apt-get install python3 python3-venv)."; exit 1; }
