# Everything a person or a server does with this project. Each target makes .venv first when it is missing or when
# the pins have changed, and only then; the project itself is not installed: all of it runs from this folder.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# It is touched last: a set-up that failed is done again the next time.
READY := $(VENV)/.ready

# More for pytest (make test OPTIONS="-k pairing") or for uv (make pins OPTIONS=--upgrade).
OPTIONS ?=
COVERAGE ?=

# The tests start many processes, and each would compile all of it again.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo play run test check fmt messages screenshots transcripts faults cities bench fuzz simulate sweep pins clean

help: ## show this list
	@sed -n 's/^\([a-z]*\):[^#]*## /\1\t/p' Makefile | while IFS="$$(printf '\t')" read -r name what; do \
		printf 'make %-11s %s\n' "$$name" "$$what"; done

demo: $(READY) ## watch a day of two people, without Telegram and without waiting
	@$(BIN)/python -m playground.demo

play: $(READY) ## open two phones, a group and a clock in the browser; PORT=8400 chooses where
	@exec $(BIN)/python -m playground.page $(if $(PORT),--port $(PORT))

run: $(READY) ## bring the database up to date and run the bot; settings in .env
	@exec $(BIN)/python -m bot run --migrate

test: $(READY) ## run the tests, but for those that take long
	@$(BIN)/python -m pytest -n 4 -q $(COVERAGE) $(OPTIONS)

check: $(READY) ## do what CI does: format, lint, types, imports, then all tests with coverage, with what takes long: a hundred kills, and the proof that each fault's handling is needed
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(MAKE) --no-print-directory test COVERAGE="--cov=bot --cov-branch --kills=100 --thorough"

fmt: $(READY) ## format the code and repair what ruff can repair
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

messages: $(READY) ## bring all catalogues in bot/texts/locale/ up to date, and list what is not translated yet
	@$(BIN)/python -m bot.texts.making

screenshots: $(READY) ## take the README's pictures of the playground anew; needs chromium
	@$(BIN)/python -m playground.page.shots docs

transcripts: $(READY) ## play each path of a pair's day, and write what both phones show to docs/transcripts/
	@$(BIN)/python -m playground.transcripts

faults: $(READY) ## write the tables in docs/ (faults, who may do what, what is sent unasked) anew; takes a minute
	@$(BIN)/python -m tests.reliability
	@$(BIN)/python -m tests.who_may
	@$(BIN)/python -m tests.manners

cities: $(READY) ## make the file of cities, bot/places/cities.db, anew from the package in requirements/cities.txt
	@set -e; scratch=$$(mktemp -d); trap 'rm -rf "$$scratch"' EXIT; \
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps \
		--target "$$scratch" -r requirements/cities.txt; \
	$(BIN)/python -m bot.places.making "$$scratch"

bench: $(READY) ## measure what docs/performance.md says of speed and memory; takes a quarter of an hour
	@$(BIN)/python -m benchmarks.places
	@$(BIN)/python -m benchmarks.page
	@set -e; scratch=$$(mktemp -d); trap 'rm -rf "$$scratch"' EXIT; \
	$(BIN)/python -m venv "$$scratch"; \
	"$$scratch/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps \
		-r requirements/aiogram.txt; \
	$(BIN)/python -m benchmarks.replies --aiogram "$$scratch/bin/python"
	@$(BIN)/python -m benchmarks.growth
	@$(BIN)/python -m benchmarks.morning

fuzz: $(READY) ## send the bot hostile updates of all sorts, and watch what they change; COUNT=500000 SEED=1 choose how many and which; takes half an hour
	@$(BIN)/python -m tests.fuzzing --count $(or $(COUNT),500000) --seed $(or $(SEED),1)

simulate: $(READY) ## live through a year of fifty pairs and a fortnight of a thousand, three times each, with all that can go wrong (docs/reliability.md); takes hours
	@$(BIN)/python -m tests.simulation --pairs 50 --days 365 --seeds 1 2 3
	@$(BIN)/python -m tests.simulation --pairs 1000 --days 14 --seeds 1 2 3

sweep: $(READY) ## live through all dates of 2024 to 2030 in every time zone (docs/zones.md); takes several minutes
	@$(BIN)/python -m tests.zones

pins: ## write requirements/*.txt anew from pyproject.toml; takes uv, or fetches it for the moment
	@set -e; uv=$$(command -v uv || true); \
	if [ -z "$$uv" ]; then \
		scratch=$$(mktemp -d); trap 'rm -rf "$$scratch"' EXIT; \
		$(PYTHON) -m venv "$$scratch"; \
		"$$scratch/bin/pip" install --quiet --disable-pip-version-check uv; \
		uv="$$scratch/bin/uv"; \
	fi; \
	compile="$$uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes"; \
	compile="$$compile --no-emit-index-url --no-header --quiet $(OPTIONS)"; \
	$$compile -o requirements/run.txt; \
	$$compile --all-extras -c requirements/run.txt -o requirements/dev.txt

clean: ## remove .venv and all that tools left behind; data/ and .env stay
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage* htmlcov dist
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY): requirements/dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "This needs Python 3.11 or newer, which $(PYTHON) is not; name one that is: make PYTHON=python3.12" >&2; exit 1; }
	@echo "Setting up $(VENV), once; this takes a minute."
	@rm -f $@
	@$(PYTHON) -m venv $(VENV)
# Nothing is left for pip to choose: the pins are whole, and its resolver can prefer a newer release to a pin.
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements/dev.txt
	@touch $@
