"""Writes the goldens of the look-back generator: python -m torch_reference.lookback_goldens UNET SAMPLER
(two safetensors files; needs diffusers besides what compare_torch.py needs).

Tiny configuration, synthetic weights, one thread. Stages and outputs in float32; beside each tensor, under its name
and `/tolerance`, ten times the largest difference between the float32 and the float64 run, at least 1e-6 of its
largest value. `image_model` is what diffusers' UNet2DConditionModel makes of every frame with the same weights.
"""

import sys

import torch
from safetensors.torch import save_file

from . import synthetic
from .lookback import Config, LookBackUNet, fill

TINY = Config(
    widths=(16, 24, 32), heads=(2, 3, 4), layers=1, groups=8, text_width=20, depth=5, kernel=5
)
VIDEOS, FRAMES, HEIGHT, WIDTH, TOKENS, TIMESTEP = 2, 7, 8, 12, 5, 681


def sample():
    return synthetic.draw("lookback/sample", (VIDEOS, 4, FRAMES, HEIGHT, WIDTH))


def text():
    return synthetic.draw("lookback/text", (VIDEOS, TOKENS, TINY.text_width))


def network(dtype, adapters=True):
    unet = fill(LookBackUNet(TINY)).to(dtype)
    if not adapters:
        with torch.no_grad():
            for name, tensor in unet.state_dict().items():
                if ".adapter." in name:
                    tensor.zero_()
    return unet


def module(dtype):
    """The first look-back module by itself, over three frames more than its depth."""
    unet = network(dtype)
    layer = unet.down_blocks[0].resnet_look_backs[0]
    x = synthetic.draw("lookback/module", (2 * 8, 16, 6, 5)).to(dtype)
    video = x.unflatten(0, (2, 8)).transpose(1, 2)
    return {
        "module.updated": layer.recurrence(video).transpose(1, 2).flatten(0, 1),
        "module.out": layer(x, 8, False),
        "module.held": layer(x, 8, True),
    }


def run(dtype):
    tensors = module(dtype)
    x, prompt = sample().to(dtype), text().to(dtype)
    trace = {}
    tensors["out"] = network(dtype)(x, prompt, TIMESTEP, trace=trace)
    tensors |= {name: value[[0, 1, 6, 9]] for name, value in trace.items()}
    tensors["out_held"] = network(dtype)(x, prompt, TIMESTEP, hold=True)
    tensors["out_odd"] = network(dtype)(x[:1, :, :3, :6, :10], prompt[:1], 21)
    tensors["untrained"] = network(dtype, adapters=False)(x, prompt, TIMESTEP)
    return tensors


def image_model(dtype):
    from diffusers import UNet2DConditionModel

    cross, plain = "CrossAttnDownBlock2D", "DownBlock2D"
    unet = UNet2DConditionModel(
        sample_size=8, in_channels=4, out_channels=4, block_out_channels=TINY.widths,
        layers_per_block=TINY.layers, cross_attention_dim=TINY.text_width, norm_num_groups=TINY.groups,
        attention_head_dim=TINY.heads, down_block_types=(cross, cross, plain),
        up_block_types=("UpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D"),
    )
    synthetic.fill(unet)
    unet = unet.to(dtype)
    frames = sample().to(dtype).transpose(1, 2).flatten(0, 1)
    prompts = text().to(dtype).repeat_interleave(FRAMES, dim=0)
    out = unet(frames, TIMESTEP, prompts).sample
    return {"image_model": out.unflatten(0, (VIDEOS, FRAMES)).transpose(1, 2)}


SCHEDULE = {
    "num_train_timesteps": 1000, "beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear",
    "clip_sample": False, "set_alpha_to_one": False, "steps_offset": 1,
}
STEPS, GUIDANCE = 4, 3.0


def sampled(dtype, rule, guided=True):
    """Latents of five frames by diffusers' schedulers: the rules for frame 0 are the paper's."""
    from diffusers import DDIMInverseScheduler, DDIMScheduler

    unet = network(dtype)
    clean = synthetic.draw("lookback/first_latent", (1, 4, 1, 8, 8)).to(dtype)
    noise = synthetic.draw("lookback/noise", (1, 4, 5, 8, 8)).to(dtype)
    prompt = synthetic.draw("lookback/prompt", (1, TOKENS, TINY.text_width)).to(dtype)
    negative = synthetic.draw("lookback/negative", (1, TOKENS, TINY.text_width)).to(dtype)
    schedule = DDIMScheduler(**SCHEDULE)
    schedule.set_timesteps(STEPS)
    first, hold = clean, rule == "inversion"
    if rule == "add_noise":
        first = schedule.add_noise(clean, noise[:, :, :1], schedule.timesteps[:1])
    if rule == "inversion":
        inverse = DDIMInverseScheduler(**SCHEDULE)
        inverse.set_timesteps(STEPS)
        for t in inverse.timesteps:
            first = inverse.step(unet(first, prompt, int(t), hold=True), t, first).prev_sample
    x = torch.cat([first, noise[:, :, 1:]], dim=2)
    for t in schedule.timesteps:
        e = unet(x, prompt, int(t), hold=hold)
        if guided:
            away = unet(x, negative, int(t), hold=hold)
            e = away + GUIDANCE * (e - away)
        x = schedule.step(e, t, x).prev_sample
        lower = int(t) - 1000 // STEPS
        if rule == "hybrid":
            x[:, :, :1] = clean
        elif rule == "add_noise":
            alpha = (schedule.alphas_cumprod[lower] if lower >= 0 else schedule.final_alpha_cumprod).to(dtype)
            x[:, :, :1] = alpha.sqrt() * clean + (1 - alpha).sqrt() * noise[:, :, :1]
    return x


def samplers(dtype):
    tensors = {rule: sampled(dtype, rule) for rule in ("hybrid", "add_noise", "inversion")}
    return tensors | {"hybrid_without_prompt": sampled(dtype, "hybrid", guided=False)}


def write(path, single, double):
    tensors = {}
    for name, value in single.items():
        noise = (value.double() - double[name]).abs().max().item()
        scale = max(1.0, value.abs().max().item())
        tolerance = max(10 * noise, 1e-6 * scale)
        print(f"{name:16} {tuple(value.shape)} largest {value.abs().max().item():.3g} tolerance {tolerance:.2g}")
        tensors[name] = value.contiguous()
        tensors[name + "/tolerance"] = torch.tensor([tolerance])
    import diffusers

    versions = {"torch": torch.__version__, "diffusers": diffusers.__version__}
    save_file(tensors, path, metadata=versions)


@torch.no_grad()
def main(unet, sampler):
    torch.set_num_threads(1)
    single, double = ({**run(dtype), **image_model(dtype)} for dtype in (torch.float32, torch.float64))
    difference = (single["image_model"] - single["untrained"]).abs().max().item()
    print(f"untrained network and image model differ by {difference:.2g}")
    write(unet, single, double)
    write(sampler, samplers(torch.float32), samplers(torch.float64))


if __name__ == "__main__":
    main(*sys.argv[1:])
