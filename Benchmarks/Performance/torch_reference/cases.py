"""The timed work, under the names that `i2vbench-benchmark --worker` knows too."""

from dataclasses import dataclass
from typing import Callable

import torch

from . import amt, c3d, clip, dino, grit, i3d, inception, libraries, lookback, raft, synthetic, tag2text
from . import sets, text_encoder, unet, vae, viclip
from .libraries import library


@dataclass(frozen=True)
class Case:
    name: str
    title: str
    # Makes the network and its inputs; returns one call for each way of doing the work, libraries' ways the last.
    prepare: Callable[[], dict[str, Callable]]
    # Two processes of it fill most of the memory of a common machine.
    large: bool = False


def tokens(batch: int) -> torch.Tensor:
    ids = torch.zeros(batch, 77, dtype=torch.long)
    ids[:, 0] = 49406
    ids[:, 1:9] = torch.arange(320, 328)
    ids[:, 9] = 49407
    return ids


def clip_image():
    network = synthetic.build(clip.CLIP)
    image = synthetic.draw("benchmark/clip_image", (8, 3, 224, 224))
    return {"": lambda: network.image(image),
            **library("transformers", lambda: libraries.clip_image(network, image))}


def clip_text():
    network = synthetic.build(clip.CLIP)
    ids = tokens(1)
    return {"": lambda: network.text(ids), **library("transformers", lambda: libraries.clip_text(network, ids))}


def dino_image():
    network = synthetic.build(dino.DINO)
    image = synthetic.draw("benchmark/dino_image", (8, 3, 224, 224))
    return {"": lambda: network(image), **library("timm", lambda: libraries.dino_image(network, image))}


def vae_encode():
    network = synthetic.build(vae.VAE)
    image = synthetic.draw("benchmark/vae_encode", (1, 3, 256, 256))
    return {"": lambda: network.encode(image), **library("diffusers", lambda: libraries.vae_encode(network, image))}


def vae_decode():
    network = synthetic.build(vae.VAE)
    z = synthetic.draw("benchmark/vae_decode", (1, 4, 32, 32))
    return {"": lambda: network.decode(z), **library("diffusers", lambda: libraries.vae_decode(network, z))}


def text():
    network = synthetic.build(text_encoder.TextEncoder)
    ids = tokens(1)
    return {"": lambda: network(ids), **library("transformers", lambda: libraries.text(network, ids))}


def video_unet():
    network = synthetic.build(unet.UNet)
    sample = synthetic.draw("benchmark/unet_sample", (1, 4, 15, 32, 32))
    first = synthetic.draw("benchmark/unet_first_frame", (1, 4, 1, 32, 32))
    words = synthetic.draw("benchmark/unet_text", (1, 77, 1024))

    def forward(repeated: bool):
        return lambda: network(sample, first, words, 681, 3, unet.Run(16, repeated))

    return {"as released": forward(True), "no repeats": forward(False)}


def look_back(frames: int):
    def prepare():
        config = lookback.Config(widths=(80, 160, 320, 320), groups=16)
        with torch.device("meta"):
            network = lookback.LookBackUNet(config)
        network = lookback.fill(network.to_empty(device="cpu")).eval()
        sample = synthetic.draw("benchmark/lookback_sample", (1, 4, frames, 32, 32))
        words = synthetic.draw("benchmark/lookback_text", (1, 77, 768))
        return {"": lambda: network(sample, words, 681)}

    return prepare


def tag2text_image():
    network = synthetic.build(tag2text.Tag2Text)
    image = synthetic.draw("benchmark/tag2text_image", (2, 3, 384, 384))
    return {"": lambda: network.tag_logits(network.visual_encoder(image))}


def tag2text_caption():
    network = synthetic.build(tag2text.Tag2Text)
    image = synthetic.draw("benchmark/tag2text_tokens", (6, 145, 1024))
    tags = torch.zeros(6, 40, dtype=torch.long)
    tags[:, 0], tags[:, 13] = 30523, 102
    tags[:, 1:13] = 2000 + 7 * torch.arange(6)[:, None] + torch.arange(12)

    def forward(cached: bool):
        def call():
            return network.write(network.encode(tags, image), [30522, 1037, 3861, 1997], 102, cached)[0]

        return call

    return {"as released": forward(False), "no repeats": forward(True)}


def frame(name: str, size: int, highest: float):
    return (torch.from_numpy(synthetic.unit("input:benchmark/" + name, (1, 3, size, size))) + 1) * (highest / 2)


def raft_pair():
    network = raft.scaled(synthetic.build(raft.RAFT))
    first, second = frame("raft_first", 256, 255), frame("raft_second", 256, 255)

    def forward(every: bool):
        return lambda: network(first, second, every=every)[1]

    return {"as released": forward(True), "one upsampling": forward(False),
            **library("torchvision", lambda: libraries.raft_pair(network, first, second))}


def amt_pair():
    network = amt.scaled(synthetic.build(amt.AMT))
    first, second = frame("amt_first", 256, 1), frame("amt_second", 256, 1)
    return {"": lambda: network(first, second)}


def viclip_video():
    network = synthetic.build(viclip.ViCLIP)
    video = synthetic.draw("benchmark/viclip_video", (1, 8, 3, 224, 224))
    return {"": lambda: network.video(video)}


def i3d_clip():
    network = synthetic.build(i3d.I3D)
    clips = synthetic.draw("benchmark/i3d", (1, 3, 16, 224, 224))
    return {"": lambda: network(clips)}


def inception_images():
    network = synthetic.build(inception.Inception)
    images = synthetic.draw("benchmark/inception", (16, 3, 299, 299))
    return {"": lambda: network(images)}


def c3d_clip():
    network = synthetic.build(c3d.C3D)
    clips = synthetic.draw("benchmark/c3d", (1, 3, 16, 112, 112))
    return {"": lambda: network(clips)}


def grit_features():
    network = synthetic.build(grit.GRiT)
    images = synthetic.draw("benchmark/grit_features", (2, 3, 256, 256)) * 60 + 120
    return {"": lambda: torch.cat([x.flatten() for x in network.heads(network.features(images))])}


def grit_text():
    network = synthetic.build(grit.GRiT)
    decoder = network.roi_heads.text_decoder.textual
    pooled = synthetic.draw("benchmark/grit_text", (8, 256, 14, 14))
    prefix = [101, *(2000 + 7 * place for place in range(11))]
    return {
        "as released": lambda: decoder.repeated(network.region_tokens(pooled), prefix),
        "no repeats": lambda: decoder.cached(network.region_tokens(pooled), prefix),
    }


def set_metric(name: str, vectors: int, features: int, metric: Callable):
    def prepare():
        pair = sets.pair(name, vectors, features)
        return {"": lambda: metric(*pair)}

    return prepare


CASES = [
    Case("clip_image", "CLIP ViT-B/32, 8 images", clip_image),
    Case("clip_text", "CLIP ViT-B/32, 1 text", clip_text),
    Case("dino", "DINO ViT-B/16, 8 images", dino_image),
    Case("text_encoder", "OpenCLIP ViT-H text, 77 tokens", text),
    Case("vae_encode", "VAE encode, 256×256", vae_encode),
    Case("vae_decode", "VAE decode, 256×256", vae_decode),
    Case("tag2text_image", "Tag2Text image and tags, 2 images", tag2text_image, True),
    Case("tag2text_caption", "Tag2Text, 6 captions", tag2text_caption, True),
    Case("raft_pair", "RAFT, 2 frames of 256×256", raft_pair),
    Case("amt_pair", "AMT-S, 2 frames of 256×256", amt_pair),
    Case("viclip_video", "ViCLIP ViT-L/14, 8 frames", viclip_video),
    Case("i3d", "I3D, 16×224×224", i3d_clip),
    Case("inception", "Inception v3 (FID), 16 images", inception_images),
    Case("c3d", "C3D, 16×112×112", c3d_clip),
    Case("grit_features", "GRiT image, 2×256×256", grit_features),
    Case("grit_text", "GRiT, 8 descriptions of 12 tokens", grit_text),
    Case("unet", "ConsistI2V U-Net, 16×32×32", video_unet, True),
    *(
        Case(f"lookback_{n}", f"look-back U-Net, ¼ width, {n}×32×32", look_back(n))
        for n in (16, 32, 48, 96)
    ),
    Case("fid", "FID from 2×4096 features of 2048", set_metric("fid", 4096, 2048, sets.frechet)),
    Case("fvd", "FVD from 2×2048 features of 400", set_metric("fvd", 2048, 400, sets.frechet)),
    Case("kid", "KID from 2×2000 features of 2048", set_metric("kid", 2000, 2048, sets.kernel_distance)),
    Case("inception_score", "Inception Score from 5000 logits of 1008",
         set_metric("inception_score", 5000, 1008, lambda logits, _: sets.inception_score(logits))),
    Case("precision_recall", "precision and recall from 2×2000 features of 2048",
         set_metric("precision_recall", 2000, 2048, sets.precision_recall)),
]
