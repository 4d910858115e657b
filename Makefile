# `make serve` builds and serves the course, `make test` passes every test. A second run is quick.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.PHONY: help serve test test-fast book homework lint bench mutants clean

PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --constraint constraints.txt
JOBS ?= auto

help:
	@echo "make serve      build the course and serve it on http://localhost:$(PORT)"
	@echo "make test       run every test (needs chromium, bubblewrap, postgresql)"
	@echo "make test-fast  run the tests that need neither browser nor sandbox"
	@echo "make book       build the site into _build/html, warnings as errors"
	@echo "make homework   build the assignments: source, release, and a zip for learners"
	@echo "make lint       formatting, types, import layers"
	@echo "make bench      measure pages, demos, the grader and the mask kernels"
	@echo "make mutants    mutation run over dropout_course/reference and layers"

# ---- environments: readers need the book only; tests need everything
.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "The course needs Python 3.11 or newer: make PYTHON=python3.11 ..." >&2; exit 1; }
	$(PYTHON) -m venv .venv

.venv/book.stamp: pyproject.toml constraints.txt | .venv/bin/python
	$(PIP) --editable '.[book]'
	@touch $@

.venv/dev.stamp: pyproject.toml constraints.txt | .venv/bin/python
	$(PIP) --editable '.[dev]'
	@touch $@ .venv/book.stamp

# ---- the course
serve: book
	@$(BIN)/python -c 'import socket; socket.create_server(("127.0.0.1", $(PORT))).close()' 2>/dev/null \
	  || { echo "Port $(PORT) is taken: make serve PORT=8001" >&2; exit 1; }
	@echo "The course is at http://localhost:$(PORT)  (Ctrl-C stops)"
	@$(BIN)/python -m http.server $(PORT) --bind 127.0.0.1 --directory _build/html

# -n reports every broken reference, -W makes a warning an error, --keep-going shows them all at once.
book: .venv/book.stamp
	$(BIN)/jupyter-book build . -W -n --keep-going --quiet

# TERM=2027-spring draws the term's variants of the transfer exercises, COURSE=folder builds elsewhere.
homework: .venv/dev.stamp
	$(BIN)/python assignments/build.py $(COURSE) $(if $(TERM),--term "$(TERM)")

# ---- tests; a file stays with one process, which builds its fixtures once and computes on one thread: two
# processes of two threads each would wait for one another on two cores; tests/conftest.py says which come first
test: .venv/dev.stamp tools book homework
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder

test-fast: .venv/dev.stamp
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder -m "not browser and not sandbox and not slow"

.PHONY: tools
tools:
	@command -v chromium >/dev/null || { echo "The tests drive a real browser: sudo apt-get install chromium" >&2; exit 1; }
	@command -v bwrap >/dev/null || { echo "The tests grade inside a sandbox: sudo apt-get install bubblewrap" >&2; exit 1; }
	@command -v initdb /usr/lib/postgresql/*/bin/initdb >/dev/null || { echo "The tests keep a gradebook in PostgreSQL: sudo apt-get install postgresql" >&2; exit 1; }

lint: .venv/dev.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv/dev.stamp tools book homework
	$(BIN)/python bench/demos.py
	$(BIN)/python bench/lighthouse.py
	$(BIN)/python bench/training.py
	$(BIN)/python bench/modules.py
	$(BIN)/python bench/masks.py
	$(BIN)/python bench/grading_many.py
	$(BIN)/python bench/grading.py

# mutmut keeps the verdicts of functions that did not change even when their tests did, hence the clean start.
mutants: .venv/dev.stamp
	rm -rf mutants
	OMP_NUM_THREADS=1 $(BIN)/mutmut run --max-children 2
	@survivors=$$($(BIN)/mutmut results); test -z "$$survivors" || { echo "$$survivors"; exit 1; }

clean:
	rm -rf _build .venv
