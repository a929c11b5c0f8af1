# make report   index the seed articles, print their disputes, write reports/seeds.html and reports/seeds.jsonl
# make test     lint, types and all tests
# make app      the browser explorer
# make faults   200 builds killed at random points, 8 readers during rebuilds, 10,000 mangled inputs
# make quality  all labelled sets of DATA (default: ../shared) against their floors; writes docs/quality.md
# make clean    remove what was built

VENV := .venv
PYTHON ?= python3
DATA ?= ../shared
STAMP := $(VENV)/installed

.PHONY: report test app faults quality clean

report: $(STAMP)
	$(VENV)/bin/factcheck report seeds --index indexes/seeds --format html,jsonl --output reports

test: $(STAMP)
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy
	$(VENV)/bin/pytest -n 2 --dist loadfile --no-loadscope-reorder

app: $(STAMP)
	@test -f indexes/seeds/factcheck.sqlite || $(VENV)/bin/factcheck index seeds --index indexes/seeds
	$(VENV)/bin/factcheck app --index indexes/seeds

# Installs once; again only when what is to be installed changed.
$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[ui,documents,parquet,dev]'
	touch $(STAMP)

faults: $(STAMP)
	$(VENV)/bin/python -m tests.faults kills 200
	$(VENV)/bin/python -m tests.faults readers 8
	$(VENV)/bin/python -m tests.faults inputs 10000

quality: $(STAMP)
	$(VENV)/bin/python -m benchmarks.quality $(DATA) --markdown docs/quality.md

clean:
	rm -rf $(VENV) build dist *.egg-info reports indexes/seeds
