"""How good the generator is on the test split: does it keep the first frame's subject, and move as captioned?

Motion is held against the renderer's exact flow. Between neighbouring frames of a generated clip, the pixels that
the real clip moves by half a pixel or more are predicted from the frame after in three ways: moved by the true flow,
not moved, and moved backwards. A clip goes the right way when, over all of it, the true flow predicts clearly better
than the backward one, and by more than it does on copies of the first frame; it keeps its looks when the true flow also
predicts better than no movement. The real clips and three kinds of wrong ones are measured the same way, which tells
what the numbers can mean.
"""

import argparse
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

from common.clips import Clips
from common.tokens import tokens
from generator import VAE_FILE, UNET_FILE, make_unet, make_vae, settings
from goldens import load_text_encoder, stored
from sample import DEMO_GUIDANCE, decode, generate
from train_vae import images, split


def as_float(frames) -> torch.Tensor:
    """uint8 [F, H, W, 3] -> [F, 3, H, W] in [0, 1]"""
    return torch.as_tensor(np.array(frames)).permute(0, 3, 1, 2).float() / 255


def warped(later: torch.Tensor, flow: torch.Tensor) -> torch.Tensor:
    """later [F, 3, H, W] looked up where the pixels [F, H, W, 2] move to"""
    height, width = later.shape[-2:]
    y, x = torch.meshgrid(torch.arange(height), torch.arange(width), indexing="ij")
    grid = torch.stack([(x + flow[..., 0] + 0.5) / width, (y + flow[..., 1] + 0.5) / height], dim=-1) * 2 - 1
    return F.grid_sample(later, grid, align_corners=False, padding_mode="border")


def motion_errors(frames, flow, visible) -> dict[str, float]:
    """Mean squared errors of the three predictions on moving, visible pixels."""
    video, flow = as_float(frames), torch.as_tensor(flow.astype(np.float32))
    moves = (flow.norm(dim=-1) >= 0.5) & torch.as_tensor(visible > 0)

    def error(field):
        difference = (warped(video[1:], field) - video[:-1]).square().mean(dim=1)
        return float(difference[moves].mean())

    return {"true": error(flow), "still": error(torch.zeros_like(flow)), "back": error(-flow)}


def goes_right(errors: dict[str, float], frozen: dict[str, float]) -> bool:
    # True and backward flow smooth alike, so that noise prefers neither: it gets no benefit of the doubt. Nor does a
    # picture that looks more like itself one way than the other without moving.
    ratio = errors["true"] / errors["back"]
    return ratio < 0.9 and ratio < 0.9 * frozen["true"] / frozen["back"]


def psnr(a, b) -> float:
    error = (as_float(a) - as_float(b)).square().mean()
    return float(-10 * torch.log10(error.clamp(min=1e-10)))


def measure(name: str, videos, clips: Clips) -> dict:
    def errors(videos):
        return [motion_errors(video, clips.flow[i], clips.visible[i]) for i, video in enumerate(videos)]

    rows, frozen = errors(videos), errors(np.repeat(videos[:, :1], videos.shape[1], axis=1))
    right = np.array([goes_right(*pair) for pair in zip(rows, frozen)])
    kept = np.mean([is_right and row["true"] < row["still"] for is_right, row in zip(right, rows)])
    gain = np.mean([1 - row["true"] / max(row["back"], 1e-9) for row in rows])
    # Against the real clip frame by frame, and of the last frame against the first: what moves loses the latter.
    real = np.mean([psnr(video[1:], clips.frames[i][1:]) for i, video in enumerate(videos)])
    print(f"{name:24} direction right {right.mean():6.1%}   looks kept {kept:6.1%}   flow explains {gain:6.1%}   "
          f"PSNR to the real clip {real:5.2f} dB", flush=True)
    by_category = {}
    for row, value in zip(clips.rows, right):
        by_category.setdefault(row["category"], []).append(value)
    return {"right": float(right.mean()), "kept": float(kept), "explained": float(gain), "psnr": float(real),
            "categories": {key: float(np.mean(v)) for key, v in by_category.items()}}


def acceptance(folder: Path) -> list[tuple]:
    """Rows of a model card: the shipped generator with the demo suite's settings, and copies of the first frame."""
    clips = Clips(folder)
    settings_ = argparse.Namespace(
        steps=10, guidance=DEMO_GUIDANCE, seed=0, no_frame_init=False, no_spatial=False, no_temporal=False)
    made = measure("generated", generated(clips, settings_), clips)
    frozen = measure("frozen first frame", np.repeat(clips.frames[:, :1], clips.frames.shape[1], axis=1), clips)
    return [
        (f"clips of {len(clips)} that go the right way, by the renderer's flow", f"{made['right']:.0%}", "≥ 80 %"),
        ("and whose moving pixels keep their looks", f"{made['kept']:.0%}", "–"),
        ("share of the motion's error that the true flow explains", f"{made['explained']:.1%}", "–"),
        ("PSNR to the real clip, frames 2 to 16", f"{made['psnr']:.2f} dB", f"{frozen['psnr']:.2f} dB is frozen"),
    ]


@torch.no_grad()
def generated(clips: Clips, options) -> np.ndarray:
    vae, unet = make_vae(), make_unet()
    vae.load_state_dict(stored(VAE_FILE))
    unet.load_state_dict(stored(UNET_FILE))
    text_encoder, rows = load_text_encoder()
    scale = settings("vae")["scaling_factor"]
    first = split(vae.encode(images(clips.frames[:, 0])))[0][:, :, None] * scale
    text = text_encoder(rows[torch.tensor([tokens(caption) for caption in clips.captions])])
    empty = text_encoder(rows[torch.tensor([tokens("")])])
    parts = []
    for part in range(0, len(clips), 16):
        latents = generate(
            unet, first[part : part + 16], text[part : part + 16], empty, steps=options.steps,
            guidance=options.guidance, seed=options.seed + part, use_frame_init=not options.no_frame_init,
            spatial=not options.no_spatial, temporal=not options.no_temporal)
        parts.append(decode(vae, latents, scale).numpy())
    return np.concatenate(parts)


class Selection:
    """The first clips of each category, which is what `i2vbench demo validate --generator` takes."""

    def __init__(self, clips: Clips, each: int):
        categories = [row["category"] for row in clips.rows]
        chosen = [index for index, name in enumerate(categories) if categories[:index].count(name) < each]
        self.rows, self.captions = [clips.rows[i] for i in chosen], [clips.captions[i] for i in chosen]
        self.frames, self.flow, self.visible = clips.frames[chosen], clips.flow[chosen], clips.visible[chosen]

    def __len__(self):
        return len(self.rows)


def write_sheet(videos, clips, path: Path, columns=(0, 3, 6, 9, 12, 15)):
    """Pairs of rows a clip: real above generated."""
    from PIL import Image

    strips = []
    for index, video in enumerate(videos):
        strips.append(np.concatenate([clips.frames[index][f] for f in columns], axis=1))
        strips.append(np.concatenate([video[f] for f in columns], axis=1))
    half = (len(strips) // 4) * 2
    sheet = np.concatenate([np.concatenate(strips[:half]), np.concatenate(strips[half : 2 * half])], axis=1)
    Image.fromarray(sheet).resize((sheet.shape[1] * 2, sheet.shape[0] * 2), Image.NEAREST).save(path)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    parser.add_argument("--test", type=Path, required=True, help="`i2vbench demo render --split test --flow`")
    parser.add_argument("--each", type=int, default=4, help="take so many clips of each category, the first ones")
    parser.add_argument("--steps", type=int, default=10)
    parser.add_argument("--guidance", type=float, default=DEMO_GUIDANCE)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--no-frame-init", action="store_true")
    parser.add_argument("--no-spatial", action="store_true")
    parser.add_argument("--no-temporal", action="store_true")
    parser.add_argument("--sheet", type=Path, help="write a picture, real above generated (needs Pillow)")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--controls", action="store_true", help="measure real, frozen, reversed and noisy clips too")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    clips = Selection(Clips(options.test), options.each)
    count = clips.frames.shape[1]
    if options.controls:
        noise = np.random.default_rng(0).integers(0, 256, clips.frames.shape, dtype=np.uint8)
        measure("real", clips.frames, clips)
        measure("frozen first frame", np.repeat(clips.frames[:, :1], count, axis=1), clips)
        measure("played backwards", clips.frames[:, ::-1], clips)
        measure("noise", noise, clips)
    videos = generated(clips, options)
    result = measure("generated", videos, clips)
    print("  ".join(f"{name} {value:.0%}" for name, value in result["categories"].items()))
    if options.sheet:
        write_sheet(videos, clips, options.sheet)


if __name__ == "__main__":
    main()
