#!/usr/bin/env bash
# Renders the toy world's clips and trains every model in order; run again after an interruption, it goes on.
# Usage: Training/all.sh path/to/i2vbench WORK [options of every training, such as --threads 8 --device cuda]
set -euo pipefail

readonly program="${1:?usage: Training/all.sh path/to/i2vbench WORK}" work="${2:?usage: Training/all.sh path/to/i2vbench WORK}"
shift 2
here="$(cd "$(dirname "$0")" && pwd)"
readonly here python="${PYTHON:-$here/../.venv/bin/python}"

render() {
    [[ -e "$work/clips/$1/manifest.jsonl" ]] ||
        "$program" demo render --split "$1" --count "$2" --format npz --flow --out "$work/clips/$1"
}

render train 320
render test 16
for model in vae unet; do
    "$python" "$here/train_$model.py" --data "$work/clips/train" --test "$work/clips/test" --work "$work" "$@"
done
