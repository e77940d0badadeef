#!/usr/bin/env bash
# Runs every test and repeats at the end what failed, which is far up in the output of a thousand tests.
# Usage: scripts/test.sh CONFIGURATION [more arguments of swift test]
set -euo pipefail

readonly configuration="${1:?usage: scripts/test.sh CONFIGURATION [more arguments of swift test]}"
shift

log="$(mktemp)"
trap 'rm -f "$log"' EXIT

# Tests use no testable imports; without them, the build and the tests share their products.
status=0
swift test --configuration "$configuration" --disable-testable-imports "$@" 2>&1 | tee "$log" || status=$?
if ((status != 0)); then
    printf '\nWhat failed:\n'
    grep --text -E -A 4 '^✘ .*recorded an issue|error: |[Ff]atal error|^✘ Test run' "$log" | grep --text -v -E '^(◇|✔|--)' || true
fi
exit "$status"
