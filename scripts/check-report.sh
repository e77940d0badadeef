#!/usr/bin/env bash
# Checks that a demo report is complete: its files, the four ablation rows, the label of the weights, the pictures.
# Usage: scripts/check-report.sh path/to/report.md
set -euo pipefail

readonly report="${1:?usage: scripts/check-report.sh path/to/report.md}"
folder="$(cd "$(dirname "$report")" && pwd)"
failures=0

complain() {
    printf 'report: %s\n' "$*" >&2
    failures=$((failures + 1))
}

check_files() {
    local name
    for name in report.md report.json scores.csv; do
        [[ -s "$folder/$name" ]] || complain "$folder/$name is missing or empty"
    done
}

# Every picture that the report shows exists and is what its name says.
check_pictures() {
    local picture shown=0
    while IFS= read -r picture; do
        [[ "$picture" == http* ]] && continue
        shown=$((shown + 1))
        picture="$folder/${picture//%20/ }"
        case "$picture" in
            *.png) [[ "$(head -c 8 "$picture" 2>/dev/null | od -An -tx1 | tr -d ' \n')" == 89504e470d0a1a0a &&
                "$(tail -c 8 "$picture" | head -c 4)" == IEND ]] || complain "$picture is no complete PNG file" ;;
            *.svg) grep -q '<svg' "$picture" 2>/dev/null && grep -q '</svg>' "$picture" ||
                complain "$picture is no complete SVG file" ;;
            *) [[ -s "$picture" ]] || complain "$picture is missing or empty" ;;
        esac
    done < <(grep -oE '!\[[^]]*\]\([^)]*\)|(src|srcset)="[^"]*"' "$folder/report.md" |
        sed -E 's/^!\[[^]]*\]\(<?([^)>]*)>?\)$/\1/; s/^(src|srcset)="([^"]*)"$/\2/' | sort -u)
    ((shown >= 3)) || complain "the report shows $shown pictures, expected the contact sheet, the curve and the bars"
}

# The ablation table has one row of ours per set of switches: F.I., T.Cond., S.Cond., each on (✓) or off.
check_ablation() {
    local rows
    rows="$(awk '/^\|/ && /F\.I\./ && /T\.Cond\./ && /S\.Cond\./ { inside = 1; next }
                 inside && /^\|[-: |]*$/ { next }
                 inside && /^\|/ { if (!/\(published\)/) count++; next }
                 inside { exit }
                 END { print count + 0 }' "$folder/report.md")"
    ((rows == 4)) || complain "the ablation table has $rows rows, expected 4"
}

check_label() {
    grep -qE 'synthetic weights|demo weights' "$folder/report.md" ||
        complain "the report does not say that its weights are synthetic or the demo's"
    grep -qE '\bN ?= ?[0-9]+' "$folder/report.md" || complain "no table says how many videos it is about (N = …)"
}

check_scores() {
    local rows
    rows="$(wc -l <"$folder/scores.csv")"
    ((rows > 32)) || complain "scores.csv has $rows lines, expected more than one for each of 32 samples"
}

check_files
if ((failures == 0)); then
    check_pictures
    check_ablation
    check_label
    check_scores
fi
((failures == 0)) || exit 1
printf 'report: complete\n' >&2
