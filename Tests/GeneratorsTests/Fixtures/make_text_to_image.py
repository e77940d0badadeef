#!/usr/bin/env python3
"""Makes text_to_image.safetensors and text_to_image.json beside this file.

Outputs of the diffusers package at a tiny size, with weights and inputs that follow from their names (the rule of
`--weights synthetic`). Needs torch, diffusers, transformers, numpy and safetensors; versions are written to the json.
"""
import json
import math
import pathlib

import diffusers
import numpy as np
import safetensors.numpy
import torch
import transformers
from diffusers import AutoencoderKL, DDIMScheduler, PNDMScheduler, StableDiffusionPipeline, UNet2DConditionModel
from transformers import CLIPTextConfig, CLIPTextModel

HERE = pathlib.Path(__file__).parent
MASK = (1 << 64) - 1

UNET = dict(
    sample_size=8, in_channels=4, out_channels=4, block_out_channels=[32, 64, 96, 96], layers_per_block=2,
    down_block_types=["CrossAttnDownBlock2D"] * 3 + ["DownBlock2D"],
    up_block_types=["UpBlock2D"] + ["CrossAttnUpBlock2D"] * 3, norm_num_groups=16,
    attention_head_dim=[2, 4, 6, 6], cross_attention_dim=48, use_linear_projection=True)
VAE = dict(
    in_channels=3, out_channels=3, latent_channels=4, block_out_channels=[32, 32, 64, 64], layers_per_block=1,
    norm_num_groups=8, down_block_types=["DownEncoderBlock2D"] * 4, up_block_types=["UpDecoderBlock2D"] * 4,
    scaling_factor=0.18215)
TEXT = dict(
    vocab_size=1000, hidden_size=48, intermediate_size=192, num_hidden_layers=3, num_attention_heads=4,
    max_position_embeddings=77, hidden_act="gelu", layer_norm_eps=1e-5)
# Stable Diffusion 2.1-base's scheduler_config.json, and the same schedule for DDIM.
SCHEDULE = dict(
    num_train_timesteps=1000, beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear",
    set_alpha_to_one=False, steps_offset=1, prediction_type="epsilon")
PROMPT, NEGATIVE = [998, 5, 17, 230, 401, 7, 999], [998, 999]


def unit(name, shape):
    key = 0xCBF29CE484222325
    for byte in name.encode():
        key = ((key ^ byte) * 0x100000001B3) & MASK
    with np.errstate(over="ignore"):
        z = np.arange(1, math.prod(shape) + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(key)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = z ^ (z >> np.uint64(31))
    return ((z >> np.uint64(40)).astype(np.float32) / np.float32(1 << 23) - np.float32(1)).reshape(shape)


def weight(name, shape):
    v, f = unit(name, shape), np.float32
    if len(shape) <= 1:
        return f(1) + f(0.1) * v if name.endswith(".weight") else f(0.1) * v
    if len(shape) == 2:
        return v * f(np.sqrt(3.0 / shape[1]))
    return v * f(np.sqrt(6.0 / float(np.prod(shape[1:], dtype=np.int64))))


def fill(module, prefix=""):
    with torch.no_grad():
        for name, tensor in module.state_dict().items():
            if tensor.is_floating_point():
                name = name if name.startswith(prefix) else prefix + name
                tensor.copy_(torch.from_numpy(np.asarray(weight(name, tuple(tensor.shape)))))
    return module.eval()


def draw(name, shape):
    return torch.from_numpy(np.float32(1.7320508) * unit("input:" + name, shape))


def schedulers():
    return {
        "pndm": PNDMScheduler(**SCHEDULE, skip_prk_steps=True),
        "ddim": DDIMScheduler(**SCHEDULE, clip_sample=False),
    }


def trajectories(dtype):
    results = {}
    for name, scheduler in schedulers().items():
        if dtype == torch.float64:
            scheduler.alphas_cumprod = scheduler.alphas_cumprod.double()
            scheduler.final_alpha_cumprod = scheduler.final_alpha_cumprod.double()
        scheduler.set_timesteps(6)
        results[f"{name}.timesteps"] = scheduler.timesteps.clone()
        sample = draw("t2i/x", (1, 4, 4, 6)).to(dtype)
        for index, timestep in enumerate(scheduler.timesteps):
            sample = scheduler.step(draw(f"t2i/eps{index}", (1, 4, 4, 6)).to(dtype), timestep, sample).prev_sample
            results[f"{name}.x{index}"] = sample
    return results


def pipelines(unet, vae, text, dtype):
    def embed(ids):
        return text(torch.tensor([ids + [0] * (77 - len(ids))]))[0]

    results = {}
    for name, scheduler in schedulers().items():
        pipeline = StableDiffusionPipeline(
            vae=vae, text_encoder=text, tokenizer=None, unet=unet, scheduler=scheduler, safety_checker=None,
            feature_extractor=None, requires_safety_checker=False)
        pipeline.set_progress_bar_config(disable=True)
        arguments = dict(
            prompt_embeds=embed(PROMPT), negative_prompt_embeds=embed(NEGATIVE), num_inference_steps=5,
            guidance_scale=7.5, height=64, width=96)
        for kind, output in ("latent", "latents"), ("np", "image"):
            images = pipeline(
                **arguments, latents=draw("t2i/latents", (1, 4, 8, 12)).to(dtype), output_type=kind).images
            results[f"{name}.{output}"] = torch.as_tensor(images)
    return results


def run(dtype):
    unet = fill(UNet2DConditionModel(**UNET)).to(dtype)
    vae = fill(AutoencoderKL(**VAE)).to(dtype)
    # Published files carry a prefix that newer versions of the class leave out.
    text = fill(CLIPTextModel(CLIPTextConfig(**TEXT)), prefix="text_model.").to(dtype)
    results = trajectories(dtype)
    with torch.no_grad():
        results["unet.out"] = unet(
            draw("t2i/sample", (2, 4, 8, 12)).to(dtype), 681, draw("t2i/text", (2, 7, 48)).to(dtype)).sample
        results["unet.out_odd_size"] = unet(
            draw("t2i/odd", (1, 4, 6, 10)).to(dtype), 21, draw("t2i/text", (2, 7, 48))[:1].to(dtype)).sample
        results |= pipelines(unet, vae, text, dtype)
    return results


def round_up(value):
    digit = 10.0 ** math.floor(math.log10(value))
    return float(f"{math.ceil(value / digit - 1e-9) * digit:.0e}")


torch.set_num_threads(1)
single, double = run(torch.float32), run(torch.float64)
tolerances = {}
for name, value in single.items():
    if value.is_floating_point():
        difference = (value.double() - double[name]).abs().max().item()
        tolerances[name] = round_up(max(10 * difference, 1e-6 * max(1, value.abs().max().item())))
safetensors.numpy.save_file(
    {name: value.contiguous().numpy() for name, value in single.items()}, HERE / "text_to_image.safetensors")
(HERE / "text_to_image.json").write_text(json.dumps({
    "made_with": {
        "torch": torch.__version__, "diffusers": diffusers.__version__, "transformers": transformers.__version__,
        "numpy": np.__version__},
    "unet": UNET, "vae": VAE, "text_encoder": TEXT,
    "scheduler": SCHEDULE | {"_class_name": "PNDMScheduler", "skip_prk_steps": True},
    "tolerances": tolerances}, indent=1, sort_keys=True) + "\n")
print(json.dumps(tolerances, indent=1))
