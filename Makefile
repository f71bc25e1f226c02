# make test: lint, types, import rules, tests.  make demo: the main job on the bundled sample.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed
JOBS   ?= 2
LOWEST ?= .venv-lowest

.PHONY: install test lint types imports unit docs lowest wheel lock demo benchmarks clean

test: lint types imports unit

install: $(STAMP)

$(STAMP): setup.cfg pyproject.toml
	sh tools/system_libraries.sh
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet -e ".[dev]"
	$(BIN)/python -m pip install --quiet --no-deps "iiif-prezi3>=3.0"
	touch $@

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: install
	$(BIN)/mypy

imports: install
	$(BIN)/lint-imports
	$(BIN)/python tools/architecture.py --check

# --dist worksteal keeps both cores busy; offscreen needs no display.
unit: install
	QT_QPA_PLATFORM=offscreen QT_API=pyqt6 $(BIN)/python -m pytest -n $(JOBS) --dist worksteal

# The manual as pages for the web: build/manual/index.html. Its tutorials run; a warning fails, and nothing is fetched.
docs: install
	$(BIN)/python -m sphinx -W --keep-going -q -b html -d build/manual-trees docs build/manual

# Before a release: the unit tests with every dependency at the lower bound that setup.cfg states. Takes gigabytes
# and half an hour.
lowest:
	sh tools/system_libraries.sh
	test -x $(LOWEST)/bin/python || $(PYTHON) -m venv $(LOWEST)
	$(LOWEST)/bin/python -m pip install --quiet uv
	$(LOWEST)/bin/uv pip install --python $(LOWEST)/bin/python --resolution lowest-direct -e ".[dev]"
	QT_QPA_PLATFORM=offscreen QT_API=pyqt6 $(LOWEST)/bin/python -m pytest -n $(JOBS) --dist worksteal tests/unit

# Builds sdist and wheel into dist/ and tries the wheel in a clean environment outside the tree.
wheel: install
	$(BIN)/python tools/try_wheel.py

# The versions that are known to work together, for every system. No index stands in it: it is whoever installs
# who says where from.
lock: install
	$(BIN)/python -m uv pip compile setup.cfg --quiet --upgrade --extra dev --universal --python-version 3.11 \
		--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" --output-file requirements.lock

demo: install
	$(BIN)/autolabelme demo --output demo-output

# Each takes minutes, some an hour or two; results are kept in benchmarks/RESULTS.md. REAL=FOLDER adds the tables
# on scans (pairs.csv and its pages); without it they are left out.
benchmarks: install
	$(BIN)/python benchmarks/matching.py --output benchmarks/results $(if $(REAL),--real $(REAL))
	$(BIN)/python benchmarks/window.py
	$(BIN)/python benchmarks/canvas.py
	$(BIN)/python benchmarks/press.py $(if $(REAL),--real $(REAL))
	$(BIN)/python benchmarks/alignment.py --output benchmarks/results $(if $(REAL),--real $(REAL))
	$(BIN)/python benchmarks/detection.py sample
	$(BIN)/python benchmarks/detection.py rows
	$(if $(REAL),$(BIN)/python benchmarks/detection.py real $(REAL))
	$(if $(STRIPS),$(BIN)/python benchmarks/real.py --strips $(STRIPS) --real $(REAL))
	$(BIN)/python benchmarks/inspection.py $(if $(REAL),--real $(REAL))
	$(BIN)/python benchmarks/inspection.py --cold
	$(BIN)/python benchmarks/inspection.py --unseen 2.5 2 --planted 18 --clean 18
	$(BIN)/python benchmarks/scorers.py
	$(BIN)/python benchmarks/collect.py

clean:
	rm -rf $(VENV) $(LOWEST) build demo-output *.egg-info
