"""Trains the generator's text encoder and video U-Net, together, on latents of the trained autoencoder.

The recipe is the paper's where it says something: the network predicts the noise of frames 2 ... F, noise is PYoCo's
mixture with alpha 1, timesteps are uniform a video, text and first frame are dropped with probability 0.1 (the
first frame gives way to its noisy self), the frame stride is a condition, and temporal layers start as the identity.
Half of the videos, from step --starts-from on, are what a sampler has in its first steps instead: noise alone, or
FrameInit's mixture, at a high timestep, with the noise that would lead from there to the clip as the target. For a
noisy clip shows which way it moves at the highest noise level still, and a network that can read it there learns
nothing from the caption, which is all that a sampler begins with.
With --strides, each step takes one of them: fewer frames, further apart, of more videos, from which it is learnt sooner
where things go.
Where the paper starts from a trained image model, the first --image-steps train the spatial layers alone, on a first
frame and a few later ones. Where its text encoder comes trained, ours is taught before step --text-at to repeat, at
every place after a caption's words, which words there were: told by one token of 77, a direction changes too little
for the U-Net to ever take notice. Unlike the paper's, it goes on learning with the U-Net, since no published one is
this small; weights are averaged; and strides go up to what the clips' length allows.

Frame latents [C, h, w]; B videos, F frames.
"""

import hashlib

import numpy as np
import torch
from safetensors.torch import load_file
from torch import nn
from torch.nn import functional as F

from common.card import write_card
from common.clips import Clips
from common.options import ROOT, parser, start, step_random
from common.run import Average, Run
from common.tokens import Vocabulary
from common.weights import write_weights
from evaluate import acceptance
from generator import (
    TEXT_FILE, UNET_FILE, VAE_FILE, Run as Pass, alpha_bar, make_text_encoder, make_unet, make_vae, mixed_noise,
    settings)
from goldens import stored
from sample import frame_init
from train_vae import images, split

CLIP_FRAMES = 16
# Of 100 tokens, how many are replaced by the row of tokens that no caption has, so that this row means something.
UNKNOWN_PERCENT = 1
# A video's loss is weighted with 1 / ᾱ of its timestep, the error of the velocity, up to this much: a step of the
# sampler leaves it at high noise, where the plain error of the noise is small and decides what the video shows.
LARGEST_WEIGHT = 28.0
# Size of a word's code, the captions of a step, and the rate with which the text encoder learns codes.
CODE_SIZE, CODE_BATCH, CODE_RATE = 3.0, 64, 3e-3
# Where a sampler may be with nothing but noise in hand, and how much the error of the clean latent weighs there.
FIRST_START, START_WEIGHT = 800, 0.2


class Latents:
    """Posterior means and spreads of all frames, encoded when first drawn: float16 [N, F, 2 C, h, w]."""

    def __init__(self, clips: Clips, work):
        self.clips = clips
        weights = load_file(VAE_FILE)
        self.scale = settings("vae")["scaling_factor"]
        encoder = [value.numpy().tobytes() for name, value in sorted(weights.items())
                   if name.startswith(("encoder.", "quant_conv."))]
        digest = hashlib.sha256(b"".join(encoder)).hexdigest()[:12]
        shape = (*clips.frames.shape[:2], 2 * settings("vae")["latent_channels"], *self._size(clips))
        path = work / f"latents-{clips.digest[:12]}-{digest}.npy"
        self.model = make_vae().requires_grad_(False)
        self.model.load_state_dict({name: value.float() for name, value in weights.items()})
        self.values = np.lib.format.open_memmap(path, "r+" if path.exists() else "w+", np.float16, shape)

    @staticmethod
    def _size(clips: Clips) -> tuple[int, int]:
        reduction = 2 ** (len(settings("vae")["block_out_channels"]) - 1)
        return clips.frames.shape[2] // reduction, clips.frames.shape[3] // reduction

    @property
    def frame_count(self) -> int:
        return self.values.shape[1]

    def _encode(self, clip: int):
        mean, variance = split(self.model.encode(images(self.clips.frames[clip])))
        self.values[clip] = torch.cat([mean, (variance / 2).exp()], dim=1).half().numpy()

    def draw(self, clip: int, frames: list[int], noise: np.random.Generator) -> torch.Tensor:
        """A posterior sample a frame, scaled: [C, F, h, w]"""
        # A spread is never 0: such a clip has not been encoded yet.
        if self.values[clip, -1, -1, -1, -1] == 0:
            self._encode(clip)
        mean, spread = np.split(self.values[clip][frames].astype(np.float32), 2, axis=1)
        z = mean + spread * noise.standard_normal(mean.shape, dtype=np.float32)
        return torch.from_numpy(z * np.float32(self.scale)).transpose(0, 1)


class Generator(nn.Module):
    def __init__(self, vocabulary: Vocabulary):
        super().__init__()
        self.text_encoder = make_text_encoder(vocabulary.row_count)
        self.unet = make_unet()

    def load_shipped(self, vocabulary: Vocabulary):
        text = stored(TEXT_FILE)
        ids = text.pop("text_model.embeddings.token_embedding.token_ids").int()
        if not torch.equal(ids, vocabulary.ids):
            raise SystemExit(
                f"{TEXT_FILE}: has rows for {len(ids)} tokens, not for the {len(vocabulary.ids)} of these captions. "
                "Train without --from-shipped.")
        self.text_encoder.load_state_dict(text)
        self.unet.load_state_dict(stored(UNET_FILE))

    @torch.no_grad()
    def clamp(self):
        """Beyond [0, 1] a mixing weight would get no gradient any more."""
        for module in self.unet.modules():
            if hasattr(module, "alpha"):
                module.alpha.clamp_(0, 1)


def teach_words(encoder: nn.Module, vocabulary: Vocabulary, captions: list[str], options):
    """Teaches the encoder to add, from the end token on, one random code for each of the caption's words to what it
    said there before; less the codes of an average caption, so that the U-Net's input stays what it is on average."""
    random = step_random(options.seed, 0, purpose=2)
    rows = vocabulary.rows(sorted(set(captions)))
    special = vocabulary.rows([""])[0][:2]
    words = F.one_hot(rows, vocabulary.row_count).amax(dim=1).float()
    words[:, [*special, rows[0, -1]]] = 0
    width = settings("text_encoder")["hidden_size"]
    codes = F.normalize(torch.from_numpy(random.standard_normal((vocabulary.row_count, width))), dim=1).float()
    says = CODE_SIZE * (words - words.mean(dim=0)) @ codes
    with torch.no_grad():
        target = torch.cat([encoder(part) for part in rows.split(256)])
    is_after = (rows == special[1]).long().cumsum(dim=1)
    target = target + is_after[..., None] * says[:, None]
    rows, target = rows.to(options.device), target.to(options.device)
    optimizer = torch.optim.Adam(encoder.parameters(), lr=CODE_RATE)
    for step in range(options.text_steps):
        for group in optimizer.param_groups:
            group["lr"] = CODE_RATE * min(1, (step + 1) / 100) * (1 - step / options.text_steps)
        chosen = torch.from_numpy(random.integers(len(rows), size=CODE_BATCH))
        loss = (encoder(rows[chosen]) - target[chosen]).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if (step + 1) % 100 == 0:
            print(f"words step {step + 1}/{options.text_steps} error {loss.item():.5f} "
                  f"of {says.square().mean().item():.5f}", flush=True)


def frames_of(random, total: int, is_image: bool, image_frames: int) -> tuple[list[int], int]:
    """Frame numbers within a clip, and the frame stride that they stand for."""
    longest = min(5, (total - 1) // (CLIP_FRAMES - 1))
    stride = 1 if longest == 1 or random.random() < 0.5 else int(random.integers(2, longest + 1))
    begin = int(random.integers(total - stride * (CLIP_FRAMES - 1)))
    places = range(CLIP_FRAMES)
    if is_image:
        places = [0, *sorted(random.choice(np.arange(1, CLIP_FRAMES), image_frames - 1, replace=False))]
    return [begin + stride * int(place) for place in places], stride


def thinned(stride: int) -> tuple[list[int], int]:
    """The frames of a whole clip at a wider stride, and that stride."""
    return list(range(0, CLIP_FRAMES, stride)), stride


class Batches:
    """Everything that is random about a step, from seed and step number."""

    def __init__(self, latents: Latents, vocabulary: Vocabulary, options):
        self.latents, self.vocabulary, self.options = latents, vocabulary, options
        self.rows = vocabulary.rows(latents.clips.captions)
        self.empty = vocabulary.rows([""])[0]
        self.alpha_bar = alpha_bar()
        self.favoured = [
            index for index, row in enumerate(latents.clips.rows) if row["category"] in options.favour]

    def __call__(self, step: int):
        options = self.options
        is_image = step < options.image_steps
        size = options.batch * options.image_batch_factor if is_image else options.batch
        random = step_random(options.seed, step)
        fewer = thinned(int(random.choice(options.strides))) if options.strides else None
        if fewer:
            size = size * CLIP_FRAMES // len(fewer[0])
        chosen = self._favoured(step, random.integers(len(self.latents.clips), size=size))
        videos, strides = [], []
        for clip in chosen:
            frames, stride = fewer or frames_of(random, self.latents.frame_count, is_image, options.image_frames)
            videos.append(self.latents.draw(int(clip), frames, random))
            strides.append(stride)
        z = torch.stack(videos)
        # One timestep a video, spread over the whole range in every batch; each is uniform.
        t = torch.from_numpy(random.permutation(((np.arange(size) + random.random(size)) / size * 1000).astype(int)))
        generator = torch.Generator().manual_seed(int(random.integers(2**62)))
        noise = mixed_noise(size, z.shape[1], z.shape[2], z.shape[3], options.noise_alpha, generator)
        level = self.alpha_bar[t][:, None, None, None, None]
        noisy = level.sqrt() * z + (1 - level).sqrt() * noise
        weight = torch.ones_like(level)
        if step >= options.weighted_from:
            weight = (1 / level).clamp(max=LARGEST_WEIGHT) / (1 / self.alpha_bar).clamp(max=LARGEST_WEIGHT).mean()
        target = noise
        if self.start_count(step, size):
            t, noisy, target, weight = self._with_starts(step, z, t, noise, noisy, weight)
        dropped = torch.from_numpy(random.random(size) < options.dropout)[:, None, None, None, None]
        first = torch.where(dropped, noisy[:, :, :1], z[:, :, :1])
        rows = self.rows[chosen].clone()
        unknown = torch.from_numpy(random.random(rows.shape) < UNKNOWN_PERCENT / 100)
        rows[unknown & (rows != self.empty[-1]) & (rows != self.empty[0])] = self.vocabulary.other
        rows[torch.from_numpy(random.random(size) < options.dropout)] = self.empty
        run = Pass(frames=z.shape[2])
        run.temporal = not is_image
        return noisy[:, :, 1:], first, rows, t, torch.tensor(strides), target[:, :, 1:], weight, run

    def _favoured(self, step: int, chosen):
        """With --favour, half of the clips are drawn from these categories alone."""
        if not len(self.favoured):
            return chosen
        random = step_random(self.options.seed, step, purpose=3)
        others = random.choice(self.favoured, len(chosen))
        return np.where(random.random(len(chosen)) < 0.5, others, chosen)

    def start_count(self, step: int, size: int) -> int:
        """How many of a batch's videos, its first, are as a sampler begins."""
        return round(size * self.options.start_share) if step >= self.options.starts_from else 0

    def _with_starts(self, step: int, z, t, noise, noisy, weight):
        """The first videos of a batch as a sampler begins: timesteps, samples, targets and weights."""
        size = len(z)
        random = step_random(self.options.seed, step, purpose=1)
        is_start = torch.arange(size) < self.start_count(step, size)
        t = torch.where(is_start, torch.from_numpy(random.integers(FIRST_START, 1000, size)), t)
        is_start = is_start[:, None, None, None, None]
        level = self.alpha_bar[t][:, None, None, None, None]
        mixed = torch.from_numpy(random.random(size) < 0.5)[:, None, None, None, None]
        start = torch.where(mixed, frame_init(z[:, :, :1], noise, self.alpha_bar), noise)
        noisy = torch.where(is_start, start, noisy)
        target = torch.where(is_start, (noisy - level.sqrt() * z) / (1 - level).sqrt(), noise)
        return t, noisy, target, torch.where(is_start, START_WEIGHT * (1 - level) / level, weight)


def train(options):
    clips = Clips(options.data)
    vocabulary = Vocabulary(clips.captions)
    batches = Batches(Latents(clips, options.work), vocabulary, options)
    model = Generator(vocabulary)
    if options.from_shipped:
        model.load_shipped(vocabulary)
    model.to(options.device)
    average = Average(model, options.average)
    mixing = [value for name, value in model.named_parameters() if name.endswith("alpha")]
    others = [value for name, value in model.named_parameters() if not name.endswith("alpha")]
    optimizer = torch.optim.AdamW(
        [{"params": others, "weight_decay": 1e-2, "factor": 1}, {"params": mixing, "weight_decay": 0, "factor": 5}],
        lr=options.rate, betas=(0.9, 0.99))
    run = Run("unet", options, begin=options.from_shipped, model=model, optimizer=optimizer, average=average)
    for step in run.steps():
        if step in options.text_at:
            teach_words(model.text_encoder, vocabulary, clips.captions, options)
            average.restart(model, "text_encoder.")
        for group in optimizer.param_groups:
            group["lr"] = run.rate(options.rate, warmup=100) * group["factor"]
        *tensors, pass_ = batches(step)
        noisy, first, rows, t, strides, target, weight = (tensor.to(options.device) for tensor in tensors)
        with torch.autocast(noisy.device.type, torch.bfloat16, enabled=options.bfloat16):
            text = model.text_encoder(rows)
            predicted = model.unet(noisy, first, text, t, strides, pass_)
        losses = (weight * (predicted.float() - target).square()).mean(dim=(1, 2, 3, 4))
        loss = losses.mean()
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), options.clip)
        optimizer.step()
        model.clamp()
        average.update(model)
        starts = batches.start_count(step, len(losses))
        parts = {"starts": losses[:starts], "images" if step < options.image_steps else "videos": losses[starts:]}
        run.record(**{name: part.mean().item() for name, part in parts.items() if len(part)})
    return run, average, vocabulary


def ship(average: Average, vocabulary: Vocabulary) -> dict[str, str]:
    """Writes both networks; path in the repository to SHA-256."""
    def part(prefix):
        return {name[len(prefix):]: value for name, value in average.values.items() if name.startswith(prefix)}

    text = part("text_encoder.")
    text["text_model.embeddings.token_embedding.token_ids"] = vocabulary.ids
    files = {UNET_FILE: write_weights(UNET_FILE, part("unet."), keep=(".freqs", ".alpha")),
             TEXT_FILE: write_weights(TEXT_FILE, text)}
    return {str(path.relative_to(ROOT)): digest for path, digest in files.items()}


def main():
    options = parser(__doc__, steps=40000, batch=8, rate=1e-3)
    options.add_argument("--image-steps", type=int, default=6000, help="steps of the spatial layers alone")
    options.add_argument("--image-frames", type=int, default=4, help="frames a clip in these steps")
    options.add_argument("--image-batch-factor", type=int, default=2, help="how many times the clips in these steps")
    options.add_argument("--dropout", type=float, default=0.1, help="of the text, and of the first frame")
    options.add_argument("--weighted-from", type=int, default=0, help="first step with weighted losses")
    options.add_argument("--starts-from", type=int, default=0, help="first step with videos as a sampler begins")
    options.add_argument("--start-share", type=float, default=0.5, help="of the videos, from then on")
    options.add_argument(
        "--strides", type=int, nargs="*", help="frame strides of which each step draws one, with as many more videos")
    options.add_argument(
        "--text-at", type=int, nargs="*", default=[0], help="steps before which the text encoder is taught words")
    options.add_argument("--text-steps", type=int, default=1500, help="steps of this")
    options.add_argument(
        "--from-shipped", type=int, default=0, metavar="STEP",
        help="without a checkpoint, start from the weights that ship, which have had this many steps")
    options.add_argument("--favour", nargs="*", default=[], help="categories that get half of the videos to themselves")
    options.add_argument("--remark", action="append", default=[], help="a sentence for the card")
    options.add_argument("--noise-alpha", type=float, default=1.0)
    options.add_argument("--clip", type=float, default=0.5, help="largest norm of a gradient")
    options.add_argument("--average", type=float, default=0.999, help="decay of the weights' moving average")
    options.add_argument("--bfloat16", action="store_true", help="compute in bfloat16 where PyTorch deems it safe")
    options = start(options.parse_args())
    run, average, vocabulary = train(options)
    files = ship(average, vocabulary)
    results = acceptance(options.test) if options.test else []
    data = [Clips(options.data).describe()] + ([Clips(options.test).describe()] if options.test else [])
    write_card(
        "unet", "Demo U-Net and text encoder", "ConsistI2V's video U-Net at demo size, and the text encoder that was "
        "trained with it.", run, data, files, results,
        notes=[
            f"The token table has {vocabulary.row_count} rows: the tokens of the toy world's captions, and one for all "
            "other tokens.",
            f"Losses are weighted with 1 / ᾱ, at most {LARGEST_WEIGHT:g}, from step {options.weighted_from} on; before, all "
            "timesteps weigh the same.",
            f"The first {options.image_steps} steps train the spatial layers alone.",
            *([f"From step {options.starts_from} on, {options.start_share:.0%} of the videos are a sampler's first steps."]
              if options.starts_from < run.step else []),
            *options.remark,
            "Frames lie as far apart as in the clips: frame stride 1 is the only one that was trained on all frames."
            if Clips(options.data).frames.shape[1] < 2 * CLIP_FRAMES - 1
            else "Frame strides go as far as the clips' length allows."])


if __name__ == "__main__":
    main()
