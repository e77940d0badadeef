#!/usr/bin/env bash
# Shows how a sweep grows with its videos: makes tiny videos, imports them as a system's, scores them, and prints
# seconds (wall, and of the processors), highest resident memory and store size for every number of videos; then the
# same of the report as Markdown and as HTML with its gallery, each rendered from the store alone.
#
# Usage: scripts/scale.sh I2VBENCH [COUNT...]   (default: 1250 2500 5000 10000)
set -euo pipefail

tool="$(realpath "$1")"
readonly tool
shift
counts=("$@")
((${#counts[@]})) || counts=(1250 2500 5000 10000)
work="$(mktemp -d)"
readonly work
trap 'rm -rf "$work"' EXIT
cd "$work"
export LC_ALL=C

# Runs a command; sets `wall` and `busy`, in seconds, and `peak`, the highest resident memory in MiB.
measure() {
    local status line
    TIMEFORMAT='%R %U %S'
    { time "$@" >output.txt 2>errors.txt; } 2>times.txt &
    local shell=$! child
    peak=0
    while kill -0 "$shell" 2>/dev/null; do
        child="$(pgrep -P "$shell" | head -n 1 || true)"
        line="$(grep VmHWM "/proc/${child:-0}/status" 2>/dev/null || true)"
        [[ -z "$line" ]] || peak="$(awk '{ printf "%d", $2 / 1024 }' <<<"$line")"
        sleep 0.1
    done
    status=0
    wait "$shell" || status=$?
    if ((status)); then
        cat errors.txt >&2
        return "$status"
    fi
    read -r wall busy < <(awk '{ printf "%.1f %.1f\n", $1, $2 + $3 }' times.txt)
}

# Four frames of 32×32 random pixels a video, as NumPy files, and a manifest with eight categories.
make_videos() {
    local header number name
    mkdir -p clips
    printf -v header '%-117s' "{'descr': '|u1', 'fortran_order': False, 'shape': (4, 32, 32, 3), }"
    echo 'id,category,prompt,video' >manifest.csv
    for ((number = 0; number < $1; number++)); do
        printf -v name 'clip-%05d' "$number"
        { printf '\x93NUMPY\x01\x00\x76\x00%s\n' "$header"; head -c 12288 /dev/urandom; } >"clips/$name.npy"
        echo "$name,category $((number % 8)),random pixels $number,clips/$name.npy" >>manifest.csv
    done
}

printf '| videos | sweep, s | ms per video | peak MiB | store, bytes per video | the same plan again, s | Markdown, s | peak MiB | HTML, s | peak MiB |\n'
printf '|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n'
for count in "${counts[@]}"; do
    rm -rf clips runs rendered
    make_videos "$count"
    "$tool" import tiny clips --suite folder --data manifest.csv --out runs --match id --quiet >output.txt
    cat >plan.yaml <<PLAN
name: scale
suites: [{ suite: folder, data: manifest.csv }]
systems: runs/systems/tiny.json
metrics: temporal_flickering
PLAN
    measure "$tool" sweep plan.yaml --quiet
    row="| $count | $wall ($busy) | $(awk -v w="$wall" -v b="$busy" -v n="$count" \
        'BEGIN { printf "%.1f (%.1f)", 1000 * w / n, 1000 * b / n }') | $peak"
    row+=" | $(($(stat --format %s runs/scale/store.sqlite) / count))"
    measure "$tool" sweep plan.yaml --quiet
    row+=" | $wall ($busy)"
    for format in markdown html; do
        measure "$tool" report 1 --store runs/scale/store.sqlite --formats "$format" --out "rendered/$format"
        row+=" | $wall ($busy) | $peak"
    done
    printf '%s |\n' "$row"
done
