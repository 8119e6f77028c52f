# Two commands: `make run` and `make test`. `make help` lists the rest. Every step says what it does.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.ONESHELL:
.DEFAULT_GOAL := help

export HOST ?= 127.0.0.1
export PORT ?= 8000
export DATA_DIR ?= var
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
# Workers for tests: browsers run side by side, one a core.
WORKERS ?= 2
say = printf '\033[1m%s\033[0m\n'

FRONT_END := $(shell find pwa -type f -not -path 'pwa/dist/*' -not -path 'pwa/.dist-*' 2>/dev/null) $(wildcard app/guard/*.json) app/core/languages.py
PREPARED := $(shell find content app/migrations app/knowledge app/documents locales -type f -not -name '*.pyc' 2>/dev/null)

# What `make run` and `make serve` install is the smaller of two locked lists; everything else takes the whole.
NPM_INSTALL = npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
PIP_INSTALL := -m pip install --quiet --disable-pip-version-check --require-hashes
# `make lock UPGRADE="--upgrade-package flask"`, or `UPGRADE=--upgrade` for all packages.
UPGRADE ?=
LOCK = .tools/bin/uv pip compile --quiet --universal --generate-hashes --annotation-style line $(UPGRADE)

.PHONY: help run serve test test-quick check lint bench a11y screen-reader resilience i18n setup setup-dev lock audit train-guard \
  browser postgresql clean

help: ## what can be made
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{printf "  make %-11s %s\n", $$1, $$2}'

run: export DEMO = 1
run: setup $(DATA_DIR)/.prepared ## set everything up and serve the app with demo content
	@$(say) "Starting the service …"
	exec $(BIN)/python wsgi.py

serve: setup $(DATA_DIR)/.prepared ## set everything up and serve the app without demo sign-in
	@exec $(BIN)/python wsgi.py

test: setup-dev browser postgresql ## set everything up and run all tests, browser tests included
	@$(say) "Testing the scripts …"
	PATH="$$PWD/$(BIN):$$PATH" node --test $$(find pwa/js -name '*.test.js')
	$(say) "Testing the service, $(WORKERS) at a time …"
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup
	$(say) "All tests have passed. To try the service: make run"

test-quick: setup-dev ## all tests that need no browser
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup -m "not browser"

lint: setup-dev ## style and types of Python and of the scripts, the direction of imports
	@$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	export PATH="$$PWD/$(BIN):$$PATH"
	node_modules/.bin/eslint .
	node_modules/.bin/tsc
	node_modules/.bin/tsc --project pwa

check: lint i18n test ## lint and test

screen-reader: setup-dev browser ## the chat and the desk heard by a real screen reader (Orca), written down
	@missing=; for pair in orca:orca Xvfb:xvfb xdotool:xdotool openbox:openbox dbus-run-session:dbus dbus-send:dbus setxkbmap:x11-xkb-utils localedef:locales; do
	  command -v $${pair%%:*} >/dev/null || missing="$$missing $${pair#*:}"
	done
	[ -z "$$missing" ] || .ci/install $$missing at-spi2-core
	$(BIN)/python -m tests.screen_reader

i18n: setup-dev ## name every text that a language lacks
	@$(BIN)/python -m tests.locales

bench: setup-dev browser ## measure, and print the figures beside the peers'
	@$(BIN)/python -m tests.bench

a11y: setup-dev browser ## only the accessibility tests, thoroughly: axe in every state and language, keyboard, reflow
	@THOROUGH=1 $(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup tests/accessibility tests/browser

resilience: setup-dev ## kill the server and cut the network under load (KILLS=50 CUTS=50 make resilience)
	@RESILIENCE=1 $(BIN)/python -m pytest -n 0 -s tests/resilience

setup: .venv/.run node_modules/.run pwa/dist/.ready

setup-dev: .venv/.dev node_modules/.dev pwa/dist/.ready

.venv/.run: requirements-run.txt
	@$(say) "[1/4] Python packages …"
	[ -x $(BIN)/python ] || $(PYTHON) -m venv .venv 2>/dev/null || { rm -rf .venv; .ci/install python3-venv && $(PYTHON) -m venv .venv; }
	$(BIN)/python $(PIP_INSTALL) -r $<
	touch $@

.venv/.dev: requirements.txt | .venv/.run
	@$(say) "Python packages for tests and checks …"
	$(BIN)/python $(PIP_INSTALL) -r $<
	touch $@

run serve setup: NPM_INSTALL += --omit=dev
node_modules/.run: package.json package-lock.json requirements-node.txt | .venv/.run
	@$(say) "[2/4] Front-end packages …"
	node -e 'const [major, minor] = process.versions.node.split("."); process.exit(major > 20 || (major == 20 && minor >= 19) ? 0 : 1)' 2>/dev/null ||
	  $(BIN)/python $(PIP_INSTALL) -r requirements-node.txt
	PATH="$$PWD/$(BIN):$$PATH" $(NPM_INSTALL)
	touch $@

node_modules/.dev: node_modules/.run
	@[ -d node_modules/typescript ] || { PATH="$$PWD/$(BIN):$$PATH" $(NPM_INSTALL) && touch $<; }
	touch $@

pwa/dist/.ready: node_modules/.run $(FRONT_END)
	@$(say) "[3/4] Front end …"
	PATH="$$PWD/$(BIN):$$PATH" node pwa/build.mjs > /dev/null
	touch $@

$(DATA_DIR)/.prepared: .venv/.run pwa/dist/.ready $(PREPARED)
	@$(say) "[4/4] Database and content …"
	mkdir -p $(DATA_DIR)
	$(BIN)/python -m flask --app wsgi prepare
	touch $@

browser:
	@command -v chromium >/dev/null && command -v chromedriver >/dev/null || .ci/install chromium chromium-driver

# Tests against PostgreSQL say why they are left out where it is not to be had.
postgresql:
	@ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || .ci/install postgresql || true

train-guard: setup ## learn the guard's weights again, after a change of its messages in tools/guard
	@$(BIN)/python -m tools.guard.train

lock: .tools/.ready ## write the locked lists of packages again; with UPGRADE=--upgrade, newer ones
	@export UV_CUSTOM_COMPILE_COMMAND="make lock" UV_NO_CONFIG=1
	$(LOCK) --python-version 3.11.5 requirements/test.in -o requirements.txt
	$(LOCK) --python-version 3.11 -c requirements.txt requirements/run.in -o requirements-run.txt
	$(LOCK) --python-version 3.11 requirements/node.in -o requirements-node.txt
	$(LOCK) --python-version 3.11 requirements/tools.in -o requirements-tools.txt
	PATH="$$PWD/$(BIN):$$PATH" npm install --package-lock-only --ignore-scripts --no-audit --no-fund --omit-lockfile-registry-resolved

audit: .tools/.ready ## ask the databases of known weaknesses about every package that is locked
	@PATH="$$PWD/.tools/bin:$$PWD/$(BIN):$$PATH" tools/audit

.tools/.ready: requirements-tools.txt | .venv/.run
	@[ -x .tools/bin/python ] || $(BIN)/python -m venv .tools
	.tools/bin/python $(PIP_INSTALL) -r $<
	touch $@

clean: ## remove what was built and installed here; the data in var/ stays
	@rm -rf .venv .tools node_modules pwa/dist
