#!/bin/sh
# Makes the pictures of Sources/Generators/README.md with the demo-size model.
# Usage: scripts/generator-pictures.sh [PATH OF I2VBENCH]
set -eu
cd "$(dirname "$0")/.."
tool=${1:-.build/release/i2vbench}
pictures=Sources/Generators/Pictures
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$pictures"

"$tool" demo render --split test --count 1 --category boats --category houses --format png --quiet --out "$work/clips"
boat=$(find "$work/clips" -path '*boats*' -name '*00001.png' | sort | head -1)
house=$(find "$work/clips" -path '*houses*' -name '*00001.png' | sort | head -1)

# The model has learnt captions of its world, not any text. Those of houses say how the camera moves, and would contradict
# the layouts.
caption() { sed -n "s/.*\"category\":\"$1\".*\"prompt\":\"\([^\"]*\)\".*/\1/p" "$work/clips/manifest.jsonl" | head -1; }
boat_text=$(caption boats)

make_video() { # NAME IMAGE PROMPT OPTIONS…
    name=$1 image=$2 prompt=$3
    shift 3
    "$tool" generate --weights demo --image "$image" --prompt "$prompt" --seed 1 --quiet \
        --contact-sheet "$pictures/$name.png" --output "$work/$name.mkv" "$@" >/dev/null
}

make_video long "$boat" "$boat_text" --chunks 3
make_video long-no-frameinit "$boat" "$boat_text" --chunks 3 --no-frameinit
make_video pan-right "$house" "" --camera pan_right --width 40
make_video pan-left "$house" "" --camera pan_left --width 40
make_video zoom-in "$house" "" --camera zoom_in
make_video zoom-out "$house" "" --camera zoom_out
make_video perspective "$house" "" --camera perspective \
    --points "0,0>16,8 64,0>64,0 64,64>64,64 0,64>16,56"
"$tool" generate --weights demo --first-frame generate --prompt "a red ball rolls to the right on green grass" --seed 1 --quiet \
    --contact-sheet "$pictures/from-text.png" --output "$work/text.mkv" >/dev/null
