# `make run` and `make test` do all the set-up themselves; `make help` lists the rest.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
# As a module, because the scripts beside it name the folder that they were made in.
PIP := $(BIN)/python -m pip
export PIP_DISABLE_PIP_VERSION_CHECK := 1
IS_311 := import sys; sys.exit(sys.version_info[:2] != (3, 11))
READY := $(BIN)/python -c 'import pip; $(IS_311)' 2> /dev/null
COMPILE := $(BIN)/pip-compile --quiet --generate-hashes --strip-extras --no-allow-unsafe --unsafe-package=torch \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options --no-header

.PHONY: run milvus milvus-test test check slow lock pictures clean help

run: $(VENV)/runtime.stamp  ## set up, then run the bot (no DISCORD_TOKEN: a chat in the terminal)
	@$(BIN)/python bot.py

milvus: $(VENV)/milvus.stamp  ## set up the optional search engine, see docs/milvus.md

milvus-test: $(VENV)/milvus-test.stamp

test: $(VENV)/dev.stamp  ## set up, then run the tests
	@$(BIN)/python -m pytest --numprocesses=2 --dist=loadfile

slow: $(VENV)/dev.stamp  ## the long crash, load and soak tests
	@$(BIN)/python -m pytest -m slow --timeout=1800

check: $(VENV)/dev.stamp  ## lint, format, strict types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

lock: $(VENV)/dev.stamp  ## resolve requirements/*.in anew into the lock files
	@$(PIP) install --quiet pip-tools==7.6.2
	@cd requirements && ../$(COMPILE) --constraint=torch.txt --output-file=runtime.lock runtime.in
	@cd requirements && ../$(COMPILE) --constraint=torch.txt --output-file=dev.lock dev.in
	@cd requirements && ../$(COMPILE) --output-file=milvus.lock milvus.in
	@cd requirements && ../$(COMPILE) --output-file=milvus-test.lock milvus-test.in

pictures: $(VENV)/dev.stamp  ## ask the real bot in four languages and draw its answers for the README (needs Chromium)
	@$(BIN)/python docs/picture/record.py
	@$(BIN)/python docs/picture/render.py

# The lock is complete, so pip resolves nothing; torch comes apart because its builds have different hashes,
# and last, so that what it asks for is already there in the locked version.
$(VENV)/runtime.stamp: requirements/runtime.lock requirements/torch.txt
	@$(READY) || $(PYTHON) -c '$(IS_311)' 2> /dev/null || \
		{ echo "Python 3.11 is needed, and $(PYTHON) is none. Install it, or say where it is: make run PYTHON=/path/to/python3.11"; exit 1; }
	@echo "Setting up $(VENV), once; a few minutes in all."
	@echo "1 of 3: an environment of its own"
	@$(READY) || $(PYTHON) -m venv --clear $(VENV)
	@echo "2 of 3: $$(grep -c == requirements/runtime.lock) packages at the versions of requirements/runtime.lock"
	@$(PIP) install --quiet --no-deps --require-hashes -r requirements/runtime.lock
	@echo "3 of 3: $$(grep == requirements/torch.txt), the largest (the README says how to get its smaller CPU build)"
	@$(PIP) install --quiet -r requirements/torch.txt
	@echo "Set up."
	@touch $@

$(VENV)/dev.stamp: $(VENV)/runtime.stamp requirements/dev.lock
	@echo "For development: what requirements/dev.lock adds"
	@$(PIP) install --quiet --no-deps --require-hashes -r requirements/dev.lock
	@touch $@

$(VENV)/milvus.stamp: $(VENV)/runtime.stamp requirements/milvus.lock
	@$(PIP) install --quiet --no-deps --require-hashes -r requirements/milvus.lock
	@touch $@

# The server's package: the tests start it, no bot does.
$(VENV)/milvus-test.stamp: $(VENV)/milvus.stamp requirements/milvus-test.lock
	@$(PIP) install --quiet --no-deps --require-hashes -r requirements/milvus-test.lock
	@touch $@

clean:  ## remove what set-up made (var/ stays)
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache

help:  ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'
