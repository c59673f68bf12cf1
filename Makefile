# Each command installs what it needs, except git, make and Python 3.11 or newer.
# After the first run, it downloads again only if a requirements file changes.

PYTHON ?= python3
BIN := .venv/bin
BENCHMARK := PYTHONPATH=.:tests $(BIN)/python
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes

# npm packages, each pinned by version; lighthouse 12 is the last for node 20.
LIGHTHOUSE := .npm/lighthouse/12.8.2
IBM_CHECKER := .npm/accessibility-checker-engine/4.0.34
NU_CHECKER := .npm/vnu-jar/26.9.27
AXE := .npm/axe-core/4.14.1
# Engines to compare with in `make benchmark`.
ZENSICAL := .engines/zensical/0.0.73
HUGO := .engines/hugo/0.168.0

# SITE_URL is the address to publish at, base path included; REPO_URL, once set, gives every page its edit link.
export EDIT_URI ?= $(if $(REPO_URL),$(patsubst %.git,%,$(REPO_URL:/=))/edit/main/docs/)
# Silence Material's notice about MkDocs 2, which requirements.in excludes.
export NO_MKDOCS_2_WARNING := 1

# Pass on NAME=… literally: make would expand the "$5" of a title. Warn of a name that occurs nowhere.
$(foreach name,$(.VARIABLES),$(if $(filter command,$(firstword $(origin $(name)))),$(eval override $(name) := $$(value $(name)))$(eval export $(name))\
	$(if $(shell grep -rqwF --include=*.py --include=Makefile -- '$(name)' Makefile tools hooks benchmarks && echo known),,$(warning $(name)=… is no setting that a command reads; check its spelling))))

# The programs in .venv contain its path and Python version: `stale` if either has changed.
MADE_WITH := import os, sys; print(os.path.realpath(sys.prefix), *sys.version_info[:2])
STALE := $(shell test ! -e .venv/python || $(BIN)/python -c '$(MADE_WITH)' 2>/dev/null | cmp -s - .venv/python || echo stale)

.PHONY: help serve build new-talk new-conference new-site update gaps import facts downloads pdf offline check test lint check-external format search-report search-benchmark stemmer lighthouse accessibility benchmark growth suite-time screenshots promises lock audit clean stale

help:  ## list these commands
	@awk -F ':.*## ' '/^##@/ { print "\n" substr($$0, 5) } /^[a-z-]+:.*## / { printf "  make %-17s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

##@ Write
serve: .venv/site  ## show the site while you write, at the address that it prints
	$(BIN)/python -m tools.serve

new-talk: .venv/site  ## write the page of a talk: answer the questions, or give TITLE="…" DAY=2
	$(BIN)/python -m tools.new_talk

new-conference: .venv/site  ## write the pages of a conference: TITLE="…" DAYS=3, and if known STARTS=2001-12-31 PLACE="…"
	$(BIN)/python -m tools.new_conference

new-site: .venv/site  ## make a copy of this repository your own, and remove our notes: NAME="…" AUTHOR="…" ACCENT=#7a1f5c; YES=1 skips the question
	$(BIN)/python -m tools.new_site

update: .venv/site  ## merge improvements from the repository that this one was copied from, FROM=address; your notes stay
	$(BIN)/python -m tools.update

import: .venv/tests  ## turn a post of notes, a schedule, or both into a conference: POST=path SCHEDULE=path; DRY=1 only shows the outline; docs/contributing.md has more settings
	$(BIN)/python -m tools.import_post

facts: .venv/tests  ## add facts from a schedule to existing talks: SCHEDULE=path CONFERENCE=folder
	$(BIN)/python -m tools.facts

gaps: .venv/site  ## list the missing facts of each talk
	$(BIN)/python -m tools.gaps

format: .venv/tests  ## fix the layout of Markdown and Python; no words change
	$(BIN)/rumdl fmt .
	$(BIN)/ruff check --fix --exit-zero .
	$(BIN)/ruff format .

##@ Build
build: .venv/site  ## build the site into site/; DEBUG=1 prints the traceback of an error
	$(BIN)/python -m tools.build

downloads: export DOWNLOADS := yes
downloads: .venv/browser  ## build the site, with a PDF of each conference and a zip to read offline
	$(BIN)/python -m tools.build --site-dir site.whole
	$(BIN)/python -m tools.pdf site.whole
	$(BIN)/python -m tools.offline site.whole
	$(BIN)/python -m hooks.publish.swap site site.whole  # once it is complete

pdf: build .venv/browser  ## build the site, and add the PDFs only
	$(BIN)/python -m tools.pdf site

offline: build .venv/tests  ## build the site, and add the zip only
	$(BIN)/python -m tools.offline site

clean:  ## remove the built site and caches; .venv and .npm stay
	rm -rf site site.* .cache
	find hooks tools benchmarks tests -name __pycache__ -prune -exec rm -rf {} +

##@ Check
check: build .venv/tests  ## build the site, which reports faults in seconds; then run the checks that need no browser
	$(BIN)/pytest -m "not browser and not long"
	@echo "Not run: the checks in a browser, and the slow ones (copies of the site, make serve, interrupted builds); make test runs them, too"

# Without a browser, npm or Java, the tests that need them are skipped; the last lines say how to install them.
test: .venv/tests $(if $(shell command -v npm 2>/dev/null),$(NU_CHECKER) $(AXE))  ## run the checks on one page of each kind; ALL=1: on all pages, with further slow cases
	$(BIN)/pytest
	@test -n "$$ALL" || echo "Seen: one page of each kind; make test ALL=1 sees every page, and more that tests/README.md lists"

lint: .venv/tests  ## check layout, spelling, imports, workflows, licences and locks, in seconds
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/rumdl check .
	$(BIN)/codespell
	PYTHONPATH=. $(BIN)/lint-imports
	$(BIN)/zizmor --offline --persona auditor --quiet --no-progress .github
	$(BIN)/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.github-issue-forms .github/ISSUE_TEMPLATE/*.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.dependabot .github/dependabot.yml
	@! grep -nE 'uses: [^.]' .github/workflows/*.yml | grep -vE '@[0-9a-f]{40} # v[0-9]+\.[0-9]+\.[0-9]+$$|uses: \./' || { echo "Name each action by its commit, with its version beside it"; exit 1; }
	$(BIN)/pip-licenses --format=csv > /dev/null
	$(call same_lock,requirements)
	$(call same_lock,tests/requirements)
	@! git ls-files .cache 2>/dev/null | grep . || { echo "Builds trust .cache: remove these files from the repository"; exit 1; }
	@! grep -n '^properdocs==' requirements.txt tests/requirements.txt || { echo "properdocs is in a lock: pin the package that requires it"; exit 1; }

# Compile a lock again with the versions that it has, so that only a change of its .in file makes a difference.
define same_lock
@echo "Compare $(1).txt with $(1).in"; mkdir -p .cache; grep -Ev '^ *#' $(1).txt > .cache/lock
@$(LOCK) --no-header --no-annotate --constraints $(1).txt $(1).in | diff .cache/lock - || { echo "$(1).txt is not as $(1).in wants it; make lock"; exit 1; }
endef

check-external: .venv/tests  ## check each external link, and name an archived copy of a dead one
	$(BIN)/python -m tools.dead_links

##@ Release
screenshots: build .venv/browser  ## take the README's pictures again
	$(BIN)/python -m tools.screenshots site

promises: build .venv/tests  ## record new URLs as permanent
	$(BIN)/python -m tools.promises site

lock: .venv/tests  ## compile requirements.txt and tests/requirements.txt, with the newest versions that the .in files allow
	$(LOCK) --upgrade --output-file requirements.txt requirements.in
	$(LOCK) --upgrade --output-file tests/requirements.txt tests/requirements.in

audit: .venv/tests  ## look up the known vulnerabilities of all that the locks install
	$(BIN)/pip-audit --strict --disable-pip --require-hashes --requirement requirements.txt --requirement tests/requirements.txt

stemmer:  ## download and minify the search's stemmer again, at the version in the Makefile; needs npm
	npm install --silent --no-save --prefix .npm/stemmer stemmer@2.0.1 esbuild@0.28.2
	cd .npm/stemmer/node_modules; { echo '/*! stemmer 2.0.1 as a global, minified by make stemmer'; cat stemmer/license; echo '*/'; \
		.bin/esbuild --minify --bundle --format=iife --global-name=porter stemmer/index.js; } > $(CURDIR)/docs/assets/search/stemmer.js
	rm -r .npm/stemmer

##@ Measure
lighthouse: .venv/browser $(LIGHTHOUSE)  ## measure a page of each kind with Lighthouse, RUNS times (3); needs npm
	$(BENCHMARK) benchmarks/lighthouse.py $$RUNS

accessibility: .venv/browser $(IBM_CHECKER)  ## check a page of each kind with IBM's checker, a second opinion to axe; needs npm
	$(BENCHMARK) benchmarks/accessibility.py

search-report: .venv/browser  ## count how often the search finds the right talk first
	$(BENCHMARK) benchmarks/search_report.py

search-benchmark: .venv/browser  ## time the search at 15, 116 and 1,500 talks, and Pagefind in the same run
	$(BENCHMARK) benchmarks/search_speed.py

benchmark: .venv/browser $(ZENSICAL) $(HUGO)  ## time builds of 15 to 15,000 talks, or of COUNTS, with MkDocs, Zensical and Hugo
	$(BENCHMARK) benchmarks/engines_speed.py $(BIN)/mkdocs $(ZENSICAL)/bin/zensical $(HUGO)/bin/hugo

growth: .venv/tests  ## compare builds and saves at 15 to 1,500 talks, or COUNTS, with plain Material in the same run
	$(BENCHMARK) benchmarks/growth.py

suite-time: .venv/tests  ## time the tests: wall time, processor time, and the load of this machine
	$(BENCHMARK) benchmarks/suite.py

stale:
	@echo "The folder moved, or its Python changed: .venv is made anew"
	@rm -rf .engines

.venv/python: $(STALE)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
		|| { echo "Python 3.11 or newer is needed; install it, or name it: make PYTHON=python3.12 …" >&2; exit 1; }
	@rm -rf .venv
	@$(PYTHON) -m venv .venv \
		|| { rm -rf .venv; echo "Python cannot make an environment; on Debian: apt-get install python3-venv" >&2; exit 1; }
	@$(BIN)/python -c '$(MADE_WITH)' > $@

.venv/site: requirements.txt $(STALE) | .venv/python
	$(BIN)/pip install --quiet --require-hashes -r requirements.txt
	touch $@

tests/requirements.txt:
	@echo "tests/ is missing, which this command needs; put the folder back (make build and make serve work without it)" >&2; exit 1

.venv/tests: tests/requirements.txt .venv/site
	$(BIN)/pip install --quiet --require-hashes -r tests/requirements.txt
	touch $@

.venv/browser: tools/browser.py .venv/tests
	@$(BIN)/python -m tools.browser
	touch $@

.engines/%: requirements.txt
	rm -rf $(@D)
	$(PYTHON) -m venv $@
	$@/bin/pip install --quiet $(subst /,==,$*)
	touch $@

# A folder for each package, since npm removes other packages from a folder. Without install scripts, one of which would download
# Java.
.npm/%:
	@command -v npm >/dev/null || { echo "npm is needed to fetch $*; on Debian: apt-get install npm" >&2; exit 1; }
	rm -rf $(@D)
	npm install --silent --no-save --ignore-scripts --prefix $(@D) $(subst /,@,$*)
	touch $@
