"""Trains the generator's image autoencoder: mean squared error and a little Kullback-Leibler divergence.

Frames of the train split, mirrored at random. The encoder starts from principal components and stays as it is after
--encoder-steps, from when on latents can be computed; the decoder goes on learning. Acceptance: PSNR of decode(mean of encode) on the test split, the mean
over frames, from the float16 weights that ship.
"""

import json

import numpy as np
import torch
from torch.nn import functional as F

from common.card import write_card
from common.clips import Clips
from common.options import ROOT, parser, start, step_random
from common.run import Average, Run
from common.weights import as_shipped, write_weights
from components import start_from_components
from generator import FOLDER, VAE_FILE, make_vae, settings


def images(frames: np.ndarray) -> torch.Tensor:
    """uint8 [N, H, W, 3] -> [N, 3, H, W] in [-1, 1]"""
    return torch.from_numpy(np.array(frames)).permute(0, 3, 1, 2).float().div(127.5).sub(1)


def batch_of(clips: Clips, seed: int, step: int, size: int) -> torch.Tensor:
    random = step_random(seed, step)
    clip = random.integers(len(clips), size=size)
    frame = random.integers(clips.frames.shape[1], size=size)
    picked = clips.frames[clip, frame]
    mirrored = random.random(size) < 0.5
    picked[mirrored] = picked[mirrored][:, :, ::-1]
    return images(picked)


def split(moments: torch.Tensor):
    """mean and log variance, as the product clamps it"""
    mean, variance = moments.chunk(2, dim=1)
    return mean, variance.clamp(-30, 20)


@torch.no_grad()
def psnr(model, clips: Clips, every: int = 5) -> float:
    """Mean PSNR in dB over every fifth frame of every clip, on bytes as the product writes them."""
    values = []
    for clip in range(len(clips)):
        original = images(clips.frames[clip, ::every])
        mean, _ = split(model.encode(original))
        decoded = ((model.decode(mean) / 2 + 0.5).clamp(0, 1) * 255).floor() / 255
        error = (decoded - (original + 1) / 2).square().flatten(1).mean(1)
        values += (-10 * error.log10()).tolist()
    return sum(values) / len(values)


@torch.no_grad()
def centre(model, clips: Clips) -> float:
    """Moves every channel's mean to 0 within the 1x1 convolutions; returns the scale that makes the spread 1."""
    random = step_random(0, 0, 1)
    means = []
    for _ in range(32):
        picked = clips.frames[random.integers(len(clips), size=16), random.integers(clips.frames.shape[1], size=16)]
        means.append(split(model.encode(images(picked)))[0])
    means = torch.cat(means)
    shift = means.mean(dim=(0, 2, 3))
    model.quant_conv.bias[: len(shift)] -= shift
    model.post_quant_conv.bias += model.post_quant_conv.weight[:, :, 0, 0] @ shift
    return float(1 / (means - shift[:, None, None]).std())


def encoder_parts(model) -> list[torch.nn.Module]:
    return [model.encoder, model.quant_conv]


def settle_encoder(model, average: Average):
    """From here on the encoder is its moving average and no longer trained, so that latents keep their meaning."""
    values = {name: value for name, value in average.values.items() if name.startswith(("encoder.", "quant_conv."))}
    model.load_state_dict(values, strict=False)
    for part in encoder_parts(model):
        part.requires_grad_(False)


def train(options):
    clips = Clips(options.data)
    model = make_vae()
    start_from_components(model, batch_of(clips, options.seed + 1, 0, 1024))
    model.to(options.device)
    average = Average(model)
    encoder = [value for part in encoder_parts(model) for value in part.parameters()]
    decoder = [*model.decoder.parameters(), *model.post_quant_conv.parameters()]
    optimizer = torch.optim.AdamW(
        [{"params": decoder, "factor": 1.0}, {"params": encoder, "factor": 0.2}],
        lr=options.rate, betas=(0.9, 0.99), weight_decay=0)
    run = Run("vae", options, model=model, optimizer=optimizer, average=average)
    is_settled = False
    for step in run.steps():
        if step >= options.encoder_steps and not is_settled:
            settle_encoder(model, average)
            is_settled = True
        for group in optimizer.param_groups:
            group["lr"] = run.rate(options.rate, warmup=100) * group["factor"]
        batch = batch_of(clips, options.seed, step, options.batch).to(options.device)
        with torch.autocast(batch.device.type, torch.bfloat16, enabled=options.bfloat16):
            mean, variance = split(model.encode(batch).float())
            noise = torch.randn(mean.shape, generator=torch.Generator().manual_seed(options.seed * 10**9 + step))
            noise = noise.to(options.device)
            decoded = model.decode(mean + (variance / 2).exp() * noise).float()
        error = F.mse_loss(decoded, batch)
        divergence = 0.5 * (mean.square() + variance.exp() - 1 - variance).mean()
        loss = error + (0 if is_settled else options.divergence * divergence)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        average.update(model)
        run.record(error=error.item(), divergence=options.divergence * divergence.item())
    return run, average


def main():
    options = parser(__doc__, steps=20000, batch=16, rate=2e-3)
    options.add_argument("--encoder-steps", type=int, default=6000, help="steps after which the encoder stays")
    options.add_argument("--divergence", type=float, default=1e-4, help="weight of the Kullback-Leibler divergence")
    options.add_argument("--bfloat16", action="store_true", help="compute in bfloat16 where PyTorch deems it safe")
    options = start(options.parse_args())
    run, average = train(options)

    model = make_vae()
    model.load_state_dict(average.values)
    scale = centre(model, Clips(options.data))
    digest = write_weights(VAE_FILE, model.state_dict())
    model.load_state_dict(as_shipped(model.state_dict()))
    results = []
    if options.test:
        reached = psnr(model, Clips(options.test))
        print(f"PSNR on the test split {reached:.2f} dB", flush=True)
        results = [("reconstruction PSNR", f"{reached:.2f} dB", "≥ 28 dB")]
    made = settings("vae") | {"scaling_factor": round(scale, 5)}
    lines = [f"  {json.dumps(key)}: {json.dumps(value)}" for key, value in made.items()]
    (FOLDER / "vae/config.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")
    data = [Clips(options.data).describe()] + ([Clips(options.test).describe()] if options.test else [])
    write_card(
        "vae", "Demo autoencoder", "Stable Diffusion's autoencoder at demo size: 64×64 pixels to "
        f"8×8 cells of {made['latent_channels']} channels.", run, data,
        {str(VAE_FILE.relative_to(ROOT)): digest}, results,
        notes=[f"The encoder starts from principal components and is trained for {options.encoder_steps} steps, the "
               "decoder in all of them."])


if __name__ == "__main__":
    main()
