# Every verb sets itself up: all it needs besides make is Python 3.11 or newer.
# After the first run nothing is downloaded again until a requirements file changes.

PYTHON ?= python3
BIN := .venv/bin
BENCHMARK := PYTHONPATH=.:tests $(BIN)/python
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes

# npm packages, each pinned by version; lighthouse 12 is the last for node 20.
LIGHTHOUSE := .npm/lighthouse/12.8.2
IBM_CHECKER := .npm/accessibility-checker-engine/4.0.34
NU_CHECKER := .npm/vnu-jar/26.9.27
AXE := .npm/axe-core/4.14.1
# Engines that read mkdocs.yml, beside MkDocs; the first takes the theme and plugins from the lock.
PROPERDOCS := .engines/properdocs/1.6.7
ZENSICAL := .engines/zensical/0.0.73
HUGO := .engines/hugo/0.168.0

# SITE_URL is the address to publish at, base path included; REPO_URL, once set, gives every page its edit link.
export EDIT_URI ?= $(if $(REPO_URL),$(REPO_URL:/=)/edit/main/docs/)
# Material's notice about MkDocs 2, which requirements.in rules out.
export NO_MKDOCS_2_WARNING := 1

# Pass on what is given as NAME=… character by character: make would expand the "$5" of a title.
$(foreach name,$(.VARIABLES),$(if $(filter command,$(firstword $(origin $(name)))),$(eval override $(name) := $$(value $(name)))$(eval export $(name))))

# The programs in .venv name its path and its Python in their first line: `stale` where one of the two is another by now.
PLACE := import os, sys; print(os.path.realpath(sys.prefix), *sys.version_info[:2])
STALE := $(shell test ! -e .venv/python || $(BIN)/python -c '$(PLACE)' 2>/dev/null | cmp -s - .venv/python || echo stale)

.PHONY: help serve build new-talk gaps import downloads pdf offline test check-external format search-report search-benchmark stemmer lighthouse accessibility engines benchmark promises lock audit clean stale

help:  ## list these verbs
	@sed -nE 's/^([a-z-]+):.*## (.*)/make \1 - \2/p' $(MAKEFILE_LIST)

serve: .venv/site  ## show the site at the address it prints, rebuilt on every save
	$(BIN)/python -m tools.serve

build: .venv/site  ## build the site into site/; with DEBUG=1, show where it fails
	$(BIN)/python -m tools.build

new-talk: .venv/site  ## write a talk's page, from answers or from what is given: TITLE="…" DAY=2
	$(BIN)/python -m tools.new_talk

gaps: .venv/site  ## list what is not known yet of each talk
	$(BIN)/python -m tools.gaps

import: .venv/tests  ## turn one long post into the pages of a conference: POST=path
	$(BIN)/python -m tools.import_post

downloads: export DOWNLOADS := yes
downloads: .venv/browser  ## build the site with what it offers for download: the next two
	$(BIN)/python -m tools.build --site-dir site.whole
	$(BIN)/python -m tools.pdf site.whole
	$(BIN)/python -m tools.offline site.whole
	$(BIN)/python -m hooks.publish.swap site site.whole  # when all of it is there

pdf: build .venv/browser  ## print each conference's notes as a PDF, into site/
	$(BIN)/python -m tools.pdf site

offline: build .venv/tests  ## zip a copy of the site that works without a server, into site/
	$(BIN)/python -m tools.offline site

# Without a browser, npm or Java, the tests that need them are skipped, and say how to install them.
test: build .venv/tests $(if $(shell command -v npm 2>/dev/null),$(NU_CHECKER) $(AXE))  ## build the site and run every check
	@test -e .venv/browser || { $(BIN)/python -m tools.browser && touch .venv/browser; } || true
	$(BIN)/pytest

check-external: .venv/tests  ## ask every external link whether it still answers, and name archived ones for the dead
	$(BIN)/python -m tools.dead_links

format: .venv/tests  ## mend what the linters can: the layout of Markdown and Python, never words
	$(BIN)/rumdl fmt .
	$(BIN)/ruff check --fix --exit-zero .
	$(BIN)/ruff format .

search-report: .venv/browser  ## measure the search on the judged queries
	$(BENCHMARK) benchmarks/search_report.py

search-benchmark: .venv/browser  ## time the search at 15 and 1,500 talks, and set it beside Pagefind
	$(BENCHMARK) benchmarks/search_speed.py

lighthouse: .venv/browser $(LIGHTHOUSE)  ## measure a page of every kind with Lighthouse, RUNS times (3); needs npm
	$(BENCHMARK) benchmarks/lighthouse.py $(RUNS)

accessibility: .venv/browser $(IBM_CHECKER) $(AXE)  ## check every page and state with axe, and a page of every kind with IBM's checker; needs npm
	$(BENCHMARK) tests/accessibility.py
	$(BENCHMARK) benchmarks/accessibility.py

engines: .venv/browser $(PROPERDOCS) $(ZENSICAL)  ## build with each engine that reads mkdocs.yml; print what each keeps, and loses
	$(BENCHMARK) benchmarks/engines.py $(BIN)/mkdocs $(PROPERDOCS)/bin/properdocs $(ZENSICAL)/bin/zensical

benchmark: .venv/browser $(ZENSICAL) $(HUGO)  ## time builds of 15 to 15,000 talks, or of COUNTS, beside Zensical and Hugo
	$(BENCHMARK) benchmarks/engines_speed.py $(BIN)/mkdocs $(ZENSICAL)/bin/zensical $(HUGO)/bin/hugo

promises: build .venv/tests  ## record new URLs as permanent
	$(BIN)/python -m tools.promises site

stemmer:  ## fetch and minify the search's stemmer anew, at the version named here; needs npm
	npm install --silent --no-save --prefix .npm/stemmer stemmer@2.0.1 esbuild@0.28.2
	cd .npm/stemmer/node_modules; { echo '/* stemmer 2.0.1 as a global, minified by make stemmer'; cat stemmer/license; echo '*/'; \
		.bin/esbuild --minify --bundle --format=iife --global-name=porter stemmer/index.js; } > $(CURDIR)/docs/assets/search/stemmer.js
	rm -r .npm/stemmer

lock: .venv/tests  ## compile requirements.txt and tests/requirements.txt anew, as new as allowed
	$(LOCK) --upgrade --output-file requirements.txt requirements.in
	$(LOCK) --upgrade --output-file tests/requirements.txt tests/requirements.in

audit: .venv/tests  ## check that the locks are what is wished for; list the licences; ask for known vulnerabilities
	$(LOCK) --output-file requirements.txt requirements.in
	$(LOCK) --output-file tests/requirements.txt tests/requirements.in
	git diff --exit-code requirements.txt tests/requirements.txt
	$(BIN)/pip-licenses --from=mixed
	$(BIN)/pip-audit --strict --disable-pip --require-hashes --requirement requirements.txt --requirement tests/requirements.txt

clean:  ## remove what was built; the set-up in .venv and .npm stays
	rm -rf site site.* .cache
	find hooks tools benchmarks tests -name __pycache__ -prune -exec rm -rf {} +

stale:
	@echo "The folder moved, or its Python changed: .venv is made anew"
	@rm -rf .engines

.venv/python: $(STALE)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
		|| { echo "Python 3.11 or newer is needed; install it, or name it: make PYTHON=python3.12 …" >&2; exit 1; }
	@rm -rf .venv
	@$(PYTHON) -m venv .venv \
		|| { rm -rf .venv; echo "Python cannot make an environment; on Debian: apt-get install python3-venv" >&2; exit 1; }
	@$(BIN)/python -c '$(PLACE)' > $@

.venv/site: requirements.txt $(STALE) | .venv/python
	$(BIN)/pip install --quiet --require-hashes -r requirements.txt
	touch $@

.venv/tests: tests/requirements.txt .venv/site
	$(BIN)/pip install --quiet --require-hashes -r tests/requirements.txt
	touch $@

.venv/browser: tools/browser.py .venv/tests
	@$(BIN)/python -m tools.browser
	touch $@

.engines/%: requirements.txt
	rm -rf $(@D)
	$(PYTHON) -m venv $@
	$(if $(filter properdocs/%,$*),$@/bin/pip install --quiet --require-hashes -r requirements.txt)
	$@/bin/pip install --quiet $(subst /,==,$*)
	touch $@

# A folder for each package, since npm removes what else is in one. Without scripts: one would download a Java.
.npm/%:
	@command -v npm >/dev/null || { echo "npm is needed to fetch $*; on Debian: apt-get install npm" >&2; exit 1; }
	rm -rf $(@D)
	npm install --silent --no-save --ignore-scripts --prefix $(@D) $(subst /,@,$*)
	touch $@
