# Two commands: `make demo` builds and ends with a report; `make test` runs every test.

SHELL := /bin/bash
CONFIGURATION := release
BUILD := .build/$(CONFIGURATION)
FORMATTED := Package.swift Sources Tests Metrics Benchmarks Reports

.PHONY: help setup build demo test lint format benchmark clean

help:
	@printf '%s\n' \
	    'make demo       set up, build, run the demo benchmark, print the path of its report' \
	    'make test       set up and run every test' \
	    'make build      set up and build' \
	    'make benchmark  time kernels and networks on this machine' \
	    'make lint       check the formatting' \
	    'make format     format the sources' \
	    'make clean      remove build products and the demo report'

setup:
	@scripts/setup.sh

build: setup
	swift build --configuration $(CONFIGURATION)

demo: build
	@scripts/demo.sh "$(BUILD)/i2vbench"

test: setup
	@scripts/test.sh $(CONFIGURATION)

lint:
	swift format lint --strict --parallel --recursive --configuration .swift-format $(FORMATTED)

format:
	swift format --in-place --parallel --recursive --configuration .swift-format $(FORMATTED)

benchmark: build
	"$(BUILD)/i2vbench-benchmark"

clean:
	swift package clean
	rm -rf demo-report
