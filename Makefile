# Galley's commands. `make help` lists them.

.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# What depends on the wiki's version: these run on MediaWiki 1.39 and 1.43.
ON_BOTH := tests/test_bot_password.py \
	$(addprefix tests/actions/test_,$(addsuffix .py,add answers_of_the_wiki content_models edit_options \
	publish refusals_of_the_wiki revert settle standing stash_draft stash_new_section)) \
	$(addprefix tests/views/test_,$(addsuffix .py,around_the_form captchas confirmations draft_outline edit_options \
	page_add page_history prepared_pages publish_refused quick_add_form))
RECORDED := -p tests.api_recorder tests/actions tests/views tests/wiki tests/test_bot_password.py tests/test_renewal.py

.PHONY: help run test test-1.39 test-1.43 lint fix bench coverage-table lock

help: ## List the commands
	@sed -n 's/^\([a-z-]*\):.*## /\1	/p' $(MAKEFILE_LIST) | expand -t 16

run: $(VENV)/.installed ## Start Galley, with a demo wiki unless WIKI_API_URL is set
	@$(BIN)/python -m project.run

test: $(VENV)/.installed ## Everything: lint, types, unit tests, tests against a real wiki and in a browser
	@$(BIN)/python -m tests.demowiki packages --browser
	@DEMO_WIKI=1.39 $(BIN)/python -m tests.demowiki packages
	@DEMO_WIKI=1.43 $(BIN)/python -m tests.demowiki packages
	@echo "At once: the style, and the tests on MediaWiki 1.39 and 1.43. Each speaks when it is done."
	@$(MAKE) --no-print-directory --jobs=3 --output-sync=target lint test-1.43 test-1.39

# Tests in a browser wait more than they work: what else there is to do fills the cores meanwhile.
test-1.39:
	@DEMO_WIKI=1.39 $(BIN)/python -m pytest -n 3 --dist worksteal

test-1.43:
	@DEMO_WIKI=1.43 $(BIN)/python -m pytest -n 2 --dist worksteal $(ON_BOTH)

lint: $(VENV)/.installed ## Style, types, layers, migrations, deployment settings
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/djlint --check --lint --quiet templates
	@$(BIN)/python -m tests.lint mypy
	@$(BIN)/python -m tests.lint makemigrations --check --dry-run
	@$(BIN)/python -m tests.lint check --deploy --fail-level WARNING

fix: $(VENV)/.installed ## Let the formatters repair what they can
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .
	@$(BIN)/djlint --reformat --quiet templates || true

bench: $(VENV)/.installed ## Speed and quality of the merge, as ratios in one run
	@$(BIN)/python -m tests.benchmarks.merge

coverage-table: $(VENV)/.installed ## Record what tests prove of the API on both MediaWikis, and write docs/api-coverage.md
	@DEMO_WIKI=1.39 $(BIN)/python -m pytest -n 2 --dist loadgroup $(RECORDED)
	@DEMO_WIKI=1.43 $(BIN)/python -m pytest -n 2 --dist loadgroup $(RECORDED)
	@$(BIN)/python -m tests.coverage_table

lock: ## Pin the newest versions that pyproject.toml allows
	@uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml --extra postgres --extra redis -o requirements.lock
	@uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml --extra postgres --extra redis --group dev -o requirements-dev.lock

$(VENV)/.installed: requirements-dev.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Galley needs Python 3.11 or later; name one with: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "Python cannot make a virtual environment; install it with: apt-get install python3-venv"; exit 1; }
	@echo "Installing what Galley needs into $(VENV) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@
