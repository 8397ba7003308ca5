# `make run` and `make test` need nothing else to be done before: see README.md.
SWIFT ?= swift
STATE ?= $(CURDIR)/var/lib
LOGS ?= $(CURDIR)/var/log
CONFIG ?= Config/talentwatch.plist

# Where `make install` puts things; DESTDIR goes before all of them.
PREFIX ?= /usr/local
SYSCONFDIR ?= /etc
SYSTEMDUNITDIR ?= $(PREFIX)/lib/systemd/system
DESTDIR ?=
# What `make test-systemd` boots a systemd with, and the Debian tree it boots: this machine's own, unless told otherwise.
RIG ?= ../shared/systemd-rig
ROOTFS ?= /

STATIC := .build-static/release/talentwatch
STRIPPED := .build-static/talentwatch
INSTALL := PREFIX="$(PREFIX)" SYSCONFDIR="$(SYSCONFDIR)" SYSTEMDUNITDIR="$(SYSTEMDUNITDIR)" DESTDIR="$(DESTDIR)" scripts/install

.PHONY: run test build build-static install uninstall test-systemd setup format lint fuzz soak soak-sanitized clean

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
	@# Those that start the program by themselves: beside the ones that only compute, it would be late for everything.
	@$(SWIFT) test --skip-build --skip CommandTests
	@$(SWIFT) test --skip-build --filter CommandTests

build:
	@scripts/install-dependencies
	@$(SWIFT) build -c release --product talentwatch

# A binary with Swift's own libraries inside, which needs no toolchain where it runs.
build-static: $(STRIPPED)

$(STRIPPED): Package.swift $(shell find Sources -type f)
	@scripts/install-dependencies
	$(SWIFT) build -c release --static-swift-stdlib --scratch-path .build-static --product talentwatch
	@strip -o $@ $(STATIC)

install: $(STRIPPED)
	@$(INSTALL) $(STRIPPED)

uninstall:
	@$(INSTALL) --uninstall

# Needs root, and the rig. `make test-systemd ROOTFS=$$($(RIG)/make-rootfs.sh)` does it on a bare Debian.
test-systemd: $(STRIPPED)
	@scripts/test-systemd "$(RIG)" "$(ROOTFS)"

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

# Minutes of `make soak`.
MINUTES ?= 60

soak: build
	@Benchmarks/soak "$$($(SWIFT) build -c release --show-bin-path)/talentwatch" $(MINUTES)

# Ten minutes under each sanitizer.
soak-sanitized:
	@scripts/soak-sanitized thread 10
	@scripts/soak-sanitized address 10

clean:
	rm -rf .build .build-static .build-fuzz .build-tsan .build-asan
