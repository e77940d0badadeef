#!/usr/bin/env bash
# Renders the toy world's clips and trains every model in order; run again after an interruption, it goes on.
# Usage: Training/all.sh path/to/i2vbench WORK [options of every training, such as --threads 8 --device cuda]
set -euo pipefail

readonly program="${1:?usage: Training/all.sh path/to/i2vbench WORK}" work="${2:?usage: Training/all.sh path/to/i2vbench WORK}"
shift 2
here="$(cd "$(dirname "$0")" && pwd)"
readonly here python="${PYTHON:-$here/../.venv/bin/python}"

# render FOLDER SPLIT COUNT WITH
render() {
    [[ -e "$work/$1/$2/manifest.jsonl" ]] ||
        "$program" demo render --split "$2" --count "$3" --format npz "--$4" --out "$work/$1/$2"
}

# train FOLDER MODEL...
train() {
    local clips="$work/$1"
    shift
    for model in "$@"; do
        "$python" "$here/train_$model.py" --data "$clips/train" --test "$clips/test" --work "$work" "${options[@]}"
    done
}

readonly options=("$@")
render clips train 320 flow
render clips test 16 flow
train clips vae unet clip inception c3d i3d dino raft amt viclip tag2text
render boxes train 160 boxes
render boxes test 16 boxes
train boxes grit
"$python" "$here/goldens.py" --test "$work/clips/test"
