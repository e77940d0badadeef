#!/usr/bin/env bash
# Runs the demo benchmark with its ablation rows and ends by printing the path of the report.
# Usage: scripts/demo.sh path/to/i2vbench
set -euo pipefail

readonly program="${1:?usage: scripts/demo.sh path/to/i2vbench}"
readonly folder="demo-report"

mkdir -p "$folder"
"$program" run demo --ablate --out "$folder" --store "$folder/demo.sqlite" >&2
[[ -s "$folder/report.md" ]] || {
    printf 'demo: the run ended without %s/report.md\n' "$folder" >&2
    exit 1
}
printf '%s/report.md\n' "$PWD/$folder"
