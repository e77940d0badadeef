"""The eight dimensions of I2V-Bench one after the other, each with its own decode and its own network, as VBench runs them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Callable

import av
import torch
from torch.nn import functional as F

from . import amt, clip, detection, dino, grit, raft, synthetic, tag2text, viclip, words

CLIP_MEAN, CLIP_DEVIATION = (0.48145466, 0.4578275, 0.40821073), (0.26862954, 0.26130258, 0.27577711)
IMAGENET_MEAN, IMAGENET_DEVIATION = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
# Tags that are never used.
SILENT_TAGS = [127, 3265, 3338, 3351, 3355, 3359]


@dataclass(frozen=True)
class Video:
    path: Path
    prompt: str
    object: str
    scene: str


def decode(video: Video):
    """uint8 [F, 3, H, W] and the frame rate."""
    with av.open(str(video.path)) as container:
        stream = container.streams.video[0]
        frames = [torch.from_numpy(frame.to_ndarray(format="rgb24")) for frame in container.decode(stream)]
        return torch.stack(frames).permute(0, 3, 1, 2).contiguous(), float(stream.average_rate)


def normalized(images, mean, deviation):
    return (images / 255 - images.new_tensor(mean)[:, None, None]) / images.new_tensor(deviation)[:, None, None]


def short_side(images, size: int, mode: str):
    height, width = images.shape[2:]
    if min(height, width) == size:
        return images
    shape = (size, size * width // height) if height < width else (size * height // width, size)
    return F.interpolate(images, shape, mode=mode, align_corners=False)


def centre_crop(images, size: int):
    top, left = (round((side - size) / 2) for side in images.shape[2:])
    return images[:, :, top : top + size, left : left + size]


def middle(frames, count: int = 16):
    taken = min(count, len(frames))
    ends = [int(part * len(frames) / taken) for part in range(taken + 1)]
    places = [(a + b - 1) // 2 for a, b in zip(ends, ends[1:])]
    return frames[places + places[-1:] * (count - taken)]


def padded(images, multiple: int):
    down, across = (-side % multiple for side in images.shape[2:])
    return F.pad(images, (across // 2, across - across // 2, down // 2, down - down // 2), mode="replicate")


def consistency(features):
    unit = F.normalize(features, dim=-1)
    terms = [
        (max(0.0, (unit[i] @ unit[i - 1]).item()) + max(0.0, (unit[i] @ unit[0]).item())) / 2
        for i in range(1, len(unit))]
    return sum(terms) / len(terms)


def subject_consistency(weights, as_released: bool):
    network = weights("dino_vitbase16_pretrain.pth", dino.DINO)

    def score(video):
        images = short_side(decode(video)[0].float(), 224, "bilinear")
        images = normalized(images, IMAGENET_MEAN, IMAGENET_DEVIATION)
        return consistency(torch.cat([network(image[None]) for image in images]))

    return score


def background_consistency(weights, as_released: bool):
    network = weights("ViT-B-32.pt", clip.CLIP)

    def score(video):
        images = centre_crop(short_side(decode(video)[0].float(), 224, "bicubic"), 224)
        return consistency(network.image(normalized(images, CLIP_MEAN, CLIP_DEVIATION)))

    return score


def temporal_flickering(weights, as_released: bool):
    def score(video):
        frames = decode(video)[0].float()
        return (255 - (frames[1:] - frames[:-1]).abs().mean().item()) / 255

    return score


def motion_smoothness(weights, as_released: bool):
    network = weights("amt-s.pth", amt.AMT)

    def score(video):
        frames = decode(video)[0].float()
        height, width = frames.shape[2:]
        even, errors = padded(frames[::2] / 255, 16), []
        top, left = (even.shape[2] - height) // 2, (even.shape[3] - width) // 2
        for index in range(len(even) - 1):
            between = network(even[index : index + 1], even[index + 1 : index + 2])
            between = between[:, :, top : top + height, left : left + width]
            made = (between * 255).clamp(0, 255).trunc()
            errors.append((made[0] - frames[2 * index + 1]).abs().mean().item())
        return (255 - sum(errors) / len(errors)) / 255

    return score


def dynamic_degree(weights, as_released: bool):
    network = weights("raft-things.pth", raft.RAFT)

    def score(video):
        frames, rate = decode(video)
        frames = frames[:: max(1, round(rate / 8))]
        threshold, needed = 6 * min(frames.shape[2:]) / 256, round(4 * len(frames) / 16)
        images, moving = padded(frames.float(), 8), 0
        for first, second in zip(images, images[1:]):
            flow = network(first[None], second[None], every=as_released)[1]
            speed = flow.square().sum(dim=1).sqrt().flatten()
            moving += speed.topk(int(0.05 * len(speed))).values.mean().item() > threshold
        return float(moving >= needed)

    return score


def overall_consistency(weights, as_released: bool):
    network, tokenizer = weights("ViClip-InternVid-10M-FLT.pth", viclip.ViCLIP), words.BytePairs()

    def score(video):
        images = short_side(middle(decode(video)[0], 8).float(), 224, "bicubic").clamp(0, 255).round()
        images = normalized(centre_crop(images, 224), CLIP_MEAN, CLIP_DEVIATION)
        text = network.text(torch.tensor([tokenizer(video.prompt, 32)]))
        return F.cosine_similarity(network.video(images[None]), text).item()

    return score


def scene_consistency(weights, as_released: bool):
    network = weights("tag2text_swin_14m.pth", tag2text.Tag2Text)
    tokenizer, tags = words.WordPieces(), words.lines("tag2text-3429.txt.gz")
    vocabulary = {number: word for word, number in tokenizer.ids.items()}

    def caption(ids):
        text = " ".join(vocabulary[number] for number in ids.tolist() if number not in (0, 101, 102, 30522, 30523))
        return text.replace(" ##", "")[len("a picture of ") :]

    def score(video):
        frames = F.interpolate(
            middle(decode(video)[0]).float(), (384, 384), mode="bicubic", antialias=True).clamp(0, 255).round()
        tokens = network.visual_encoder(normalized(frames, IMAGENET_MEAN, IMAGENET_DEVIATION))
        chosen = network.tag_logits(tokens).sigmoid() > 0.7
        chosen[:, SILENT_TAGS] = False
        ids = [tokenizer(" | ".join(tags[tag] for tag in row.nonzero()[:, 0].tolist()), 40) for row in chosen]
        ids = torch.tensor(ids)
        ids[:, 0] = 30523
        # Every image is captioned, from the states of another one: the reference's three repetitions.
        states = network.encode(ids, tokens)[torch.arange(len(ids)) // 3]
        found = network.write(states, [30522, 1037, 3861, 1997], 102, cached=not as_released)[0]
        good = [all(word in caption(row) for word in video.scene.split(" ")) for row in found]
        return sum(good) / len(good)

    return score


def object_consistency(weights, as_released: bool):
    network, tokenizer = weights("grit_b_densecap_objectdet.pth", grit.GRiT), words.WordPieces()

    def score(video):
        wanted = [number for number in tokenizer(video.object, 40) if number not in (0, 101, 102)]
        good = 0
        for image in middle(decode(video)[0]).float():
            found = detection.descriptions(network, image[None], cached=not as_released).tolist()
            good += any([number for number in row if number not in (0, 101, 102)] == wanted for row in found)
        return good / 16

    return score


DIMENSIONS: dict[str, Callable] = {
    "temporal_flickering": temporal_flickering,
    "motion_smoothness": motion_smoothness,
    "dynamic_degree": dynamic_degree,
    "background_consistency": background_consistency,
    "subject_consistency": subject_consistency,
    "object_consistency": object_consistency,
    "scene_consistency@vbench": scene_consistency,
    "overall_consistency": overall_consistency,
}


def prudent(network: grit.GRiT) -> grit.GRiT:
    """Synthetic weights that find a handful of objects an image and describe them in a few words, as trained ones do."""
    with torch.no_grad():
        for predictor in network.roi_heads.box_predictor:
            predictor.cls_score.bias[1] += 1.5
        network.roi_heads.text_decoder.textual.output.bias[102] += 3.8
    return network


FILES = {
    "dino_vitbase16_pretrain.pth": lambda: synthetic.build(dino.DINO),
    "ViT-B-32.pt": lambda: synthetic.build(clip.CLIP),
    "amt-s.pth": lambda: amt.scaled(synthetic.build(amt.AMT)),
    "raft-things.pth": lambda: raft.scaled(synthetic.build(raft.RAFT)),
    "ViClip-InternVid-10M-FLT.pth": lambda: synthetic.build(viclip.ViCLIP),
    "tag2text_swin_14m.pth": lambda: synthetic.build(tag2text.Tag2Text),
    "grit_b_densecap_objectdet.pth": lambda: prudent(synthetic.build(grit.GRiT)),
}


def write_weights(folder: Path):
    """Synthetic weights under the published files' names."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in FILES.items():
        if not (folder / name).exists():
            torch.save(make().state_dict(), folder / (name + ".part"))
            (folder / (name + ".part")).rename(folder / name)


def reader(folder: Path):
    """Opens networks from the files of `write_weights`."""

    def weights(name: str, make):
        with torch.device("meta"):
            network = make()
        network.load_state_dict(torch.load(folder / name, mmap=True), assign=True)
        return network.eval()

    return weights
