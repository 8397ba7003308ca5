# `make run` and `make test` need nothing else to be done before: see README.md.
SWIFT ?= swift
STATE ?= $(CURDIR)/var/lib
LOGS ?= $(CURDIR)/var/log
CONFIG ?= Config/talentwatch.plist

.PHONY: run test build setup format lint fuzz clean

run:
	@echo "make run: installs the Debian packages that are missing, builds a release binary, and watches the feeds of $(CONFIG) with its store and logs under ./var (Ctrl-C stops it)"
	@scripts/install-dependencies
	@$(SWIFT) build -c release --product talentwatch
	@mkdir -p "$(STATE)" "$(LOGS)"
	@STATE_DIRECTORY="$(STATE)" LOGS_DIRECTORY="$(LOGS)" exec "$$($(SWIFT) build -c release --show-bin-path)/talentwatch" run --print --config "$(CONFIG)"

test:
	@echo "make test: installs the Debian packages that are missing, builds the tests and runs every one of them"
	@scripts/install-dependencies
	@$(SWIFT) build --build-tests
	@$(SWIFT) test --skip-build

build:
	@scripts/install-dependencies
	@$(SWIFT) build -c release --product talentwatch

setup:
	@scripts/install-dependencies

format:
	$(SWIFT) format format --in-place --recursive Package.swift Sources Tests Benchmarks

lint:
	$(SWIFT) format lint --strict --recursive Package.swift Sources Tests Benchmarks

# Seconds for each of the fuzz targets.
FUZZ_SECONDS ?= 1200

fuzz:
	@scripts/fuzz $(FUZZ_SECONDS)

clean:
	rm -rf .build
