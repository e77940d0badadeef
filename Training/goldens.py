"""Writes what PyTorch makes of the shipped generator, for the product's tests: Tests/GeneratorsTests/Fixtures.

Inputs are small and are stored beside the outputs, so the tests need nothing else.
"""

import argparse
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

from common.clips import Clips
from common.options import ROOT
from common.tokens import tokens
from generator import TEXT_FILE, UNET_FILE, VAE_FILE, Run, make_text_encoder, make_unet, make_vae
from train_vae import images

OUTPUT = ROOT / "Tests/GeneratorsTests/Fixtures/demo_generator.safetensors"
# The second has a word that no caption of the toy world has.
PROMPTS = ["a red ball rolls to the left on green grass", "a zebra rolls to the right on green grass"]


def stored(path: Path) -> dict[str, torch.Tensor]:
    return {name: value.float() for name, value in load_file(path).items()}


def load_text_encoder():
    """The text encoder and, for every token, its row."""
    state = stored(TEXT_FILE)
    ids = state.pop("text_model.embeddings.token_embedding.token_ids").long()
    model = make_text_encoder(len(ids) + 1)
    model.load_state_dict(state)
    rows = torch.full((49408,), len(ids))
    rows[ids] = torch.arange(len(ids))
    return model, rows


@torch.no_grad()
def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--test", type=Path, required=True, help="folder of `i2vbench demo render --split test`")
    clips = Clips(options.parse_args().test)
    torch.set_num_threads(1)

    vae = make_vae()
    vae.load_state_dict(stored(VAE_FILE))
    image = images(clips.frames[:1, 0])
    moments = vae.encode(image)
    mean = moments.chunk(2, dim=1)[0]

    text_encoder, rows = load_text_encoder()
    ids = torch.tensor([tokens(prompt) for prompt in PROMPTS])
    text = text_encoder(rows[ids])

    unet = make_unet()
    unet.load_state_dict(stored(UNET_FILE))
    random = torch.Generator().manual_seed(1)
    sample = torch.randn(1, mean.shape[1], 3, *mean.shape[2:], generator=random)
    first = torch.randn(1, mean.shape[1], 1, *mean.shape[2:], generator=random)
    results = {"image": image, "moments": moments, "decoded": vae.decode(mean), "text": text, "sample": sample,
               "first_frame": first, "ids": ids}
    for name, spatial, temporal in [("noise", True, True), ("noise_input_only", False, False)]:
        run = Run(frames=4, spatial_conditioning=spatial, temporal_conditioning=temporal)
        results[name] = unet(sample, first, text[:1], torch.tensor([601]), torch.tensor([1]), run)
    save_file({name: value.contiguous() for name, value in results.items()}, OUTPUT)
    OUTPUT.chmod(0o644)
    print(f"{OUTPUT}: " + ", ".join(f"{name} {list(value.shape)}" for name, value in results.items()))


if __name__ == "__main__":
    main()
