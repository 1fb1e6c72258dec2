# doudi. The two commands: `make run` starts it, `make test` proves it. `make help` lists the rest.

STEP = scripts/step.sh
BIN = .venv/bin
STARTED_AT := $(shell date +%s)

# Where somebody forbids Python to keep what it compiled, each of a thousand processes would compile everything anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run test check setup setup-dev browser lint fmt types layers templates packs migrations generated \
	measured others spark spark-ready postgres15 coverage bench locks screenshots

help:
	@sed -n 's/^\([a-z-]*\):.*## /\1|/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "  make %-12s %s\n", $$1, $$2 }'

# ---------------------------------------------------------------- the two commands

run: export DOUDI_STARTED_AT := $(STARTED_AT)
run: setup ## start doudi with everything it needs on 127.0.0.1:8000 (PORT=… for another); Ctrl-C stops it
	@exec $(BIN)/doudi run $(if $(PORT),'--port=$(PORT)')

# The law and the money are tested by their own rooms in every branch. Measuring doubles their time, so the others go without.
MEASURED = tests/kernel tests/policy tests/rules tests/golden tests/payments
ON_SPARK = tests/policy/batch/test_spark.py tests/verification/bulk/test_spark.py

# Most of the others wait for browsers, servers and databases: one worker more than there are cores keeps these busy.
WORKERS = $(shell expr $$(nproc 2>/dev/null || echo 2) + 1)

test: measured others postgres15 coverage ## run every test, in the browser too

measured: setup-dev
	@$(STEP) "测试 tests of the law and the money" $(BIN)/pytest --numprocesses=auto --cov --cov-report= $(MEASURED) $(ON_SPARK:%=--ignore=%)

others: setup-dev browser
	@$(STEP) "测试 all other tests" $(BIN)/pytest --numprocesses=$(WORKERS) --dist=worksteal $(MEASURED:%=--ignore=%) $(ON_SPARK:%=--ignore=%)

spark-ready: setup-dev
	@$(BIN)/python scripts/java.py || true
	@python=$$(scripts/python.sh) && $(STEP) "准备 Spark set up .venv for Spark" "$$python" scripts/setup.py requirements-spark.lock

spark: spark-ready ## the same batch on Spark: brings pyspark (a large download) and, where it may, Java 17
	@$(STEP) "测试 batches on Spark" $(BIN)/pytest $(ON_SPARK)

postgres15: setup-dev
	@if [ -x /usr/lib/postgresql/15/bin/initdb ]; then \
		$(STEP) "the database tests on PostgreSQL 15" $(BIN)/pytest --numprocesses=auto --postgres=15 \
			tests/standards tests/jobs tests/project; fi

coverage: measured
	@$(STEP) "coverage of kernel, policy, rules, payments: every branch" $(BIN)/coverage report --fail-under=100

# ---------------------------------------------------------------- what .ci/run runs

# What needs one processor alone goes two at a time, while the large download comes; then the tests, which need them all.
STATIC = types spark-ready lint layers templates packs migrations generated

# These begin and end many processes, and leave a core idle where they go one by one.
WAITING = spark postgres15

check: setup-dev ## everything that must hold before a merge
	@$(MAKE) --no-print-directory --keep-going --jobs=2 --output-sync=target $(STATIC); static=$$?; \
		$(MAKE) --no-print-directory --keep-going measured others coverage; tests=$$?; \
		$(MAKE) --no-print-directory --keep-going --jobs=2 --output-sync=target $(WAITING) && exit $$((static + tests))

lint: setup-dev ## ruff: rules and format
	@$(STEP) "ruff" $(BIN)/ruff check
	@$(STEP) "ruff format" $(BIN)/ruff format --check --quiet

types: setup-dev ## pyright
	@$(STEP) "pyright" $(BIN)/pyright

layers: setup-dev ## data flows one way
	@$(STEP) "import-linter" $(BIN)/lint-imports --no-logo

templates: setup-dev ## djlint
	@$(STEP) "djlint" $(BIN)/djlint --lint --quiet src

packs: setup-dev ## the law as data is sound
	@$(STEP) "packs" $(BIN)/doudi packs check
	@$(STEP) "clauses of the documents" $(BIN)/doudi coverage --short

migrations: setup-dev ## no model without its migration (the tests migrate from zero)
	@$(STEP) "migrations" $(BIN)/doudi manage makemigrations --check --dry-run

generated: setup-dev ## generated reference pages are what the code says
	@$(STEP) "generated docs" $(BIN)/python scripts/reference.py --check

# ---------------------------------------------------------------- set-up

setup:
	@python=$$(scripts/python.sh) && $(STEP) "准备运行环境 set up .venv" "$$python" scripts/setup.py requirements.lock

setup-dev:
	@python=$$(scripts/python.sh) && $(STEP) "准备开发环境 set up .venv with the tools" "$$python" scripts/setup.py requirements.lock requirements-dev.lock requirements-batch.lock

browser: setup-dev
	@$(STEP) "浏览器和中文字体 Chromium and a Chinese font" $(BIN)/python scripts/browser.py

# ---------------------------------------------------------------- now and then

fmt: setup-dev ## put the code into shape
	@$(BIN)/ruff check --fix --quiet
	@$(BIN)/ruff format --quiet

bench: setup-dev ## measure what benchmarks/README.md claims
	@python=$$(scripts/python.sh) && $(STEP) "set up .venv for the benchmark" "$$python" scripts/setup.py requirements-bench.lock
	@$(STEP) "benchmarks" $(BIN)/python benchmarks/run.py

locks: ## write requirements*.lock anew from pyproject.toml (UPGRADE=1 for newer versions)
	@$(STEP) "locks" scripts/locks.sh

reference: setup-dev ## write docs/reference anew from the code and the packs
	@$(BIN)/python scripts/reference.py

screenshots: setup-dev browser ## take the pictures of the README from the running product
	@$(STEP) "screenshots" $(BIN)/python scripts/screenshots.py
