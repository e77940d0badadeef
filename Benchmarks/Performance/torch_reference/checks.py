"""Compares the torch networks with golden outputs: `compare_torch.py --check FOLDER`."""

import json
from pathlib import Path

import torch
from safetensors.torch import load_file

from . import amt, c3d, clip, dino, grit, i3d, inception, raft, synthetic, tag2text, text_encoder, unet, vae, viclip


class Checks:
    def __init__(self, folder: Path):
        self.folder = folder
        self.failed = 0

    def goldens(self, name: str):
        return load_file(self.folder / name)

    def compare(self, name: str, found, golden, tolerance: float):
        worst = (found - golden).abs().max().item()
        good = found.shape == golden.shape and worst <= tolerance
        self.failed += not good
        print(f"{'ok  ' if good else 'FAIL'} {name:44} worst {worst:.2e}  tolerance {tolerance:.0e}")

    def names(self, network: str, module, keys: Path, optional=()):
        """The module's tensors against the list of a checkpoint's."""
        expected = {name: tuple(shape) for name, shape in json.loads(keys.read_text()).items()}
        found = {name: tuple(tensor.shape) for name, tensor in module.state_dict().items()}
        wrong = {n for n in expected.keys() | found.keys() if expected.get(n) != found.get(n)} - set(optional)
        self.failed += bool(wrong)
        print(f"{'FAIL' if wrong else 'ok  '} {network}: {len(found)} tensor names {sorted(wrong)[:4] or ''}")


def check_clip(checks: Checks):
    full = checks.goldens("clip_vit_b32/full.safetensors")
    network = synthetic.build(clip.CLIP)
    image = 2 * torch.from_numpy(synthetic.unit("input:clip_vit_b32/image", (2, 3, 224, 224)))
    checks.compare("clip image.features", network.image(image), full["image.features"], 5e-5)
    checks.compare("clip text.features", network.text(full["tokens"].long()), full["text.features"], 3e-5)


def check_dino(checks: Checks):
    full = checks.goldens("dino_vitb16/full.safetensors")
    network = synthetic.build(dino.DINO)
    for name, key, shape in [("image", "cls", (2, 3, 224, 224)), ("wide", "wide.cls", (1, 3, 224, 398))]:
        image = 2 * torch.from_numpy(synthetic.unit(f"input:dino_vitb16/{name}", shape))
        checks.compare(f"dino {key}", network(image), full[key], 3e-5)


def check_raft(checks: Checks):
    goldens = checks.goldens("raft_things/pair.safetensors")
    network = raft.scaled(synthetic.build(raft.RAFT))
    first, second = (goldens[name].permute(2, 0, 1)[None].float() for name in ("image1", "image2"))
    for iterations, tolerance in [(1, 5e-5), (4, 2e-4), (20, 3e-4)]:
        fine = network(first, second, iterations, every=False)[1]
        checks.compare(f"raft flow_up.iter{iterations}", fine[0], goldens[f"flow_up.iter{iterations}"], tolerance)


def check_amt(checks: Checks):
    goldens = checks.goldens("amt_s/pair.safetensors")
    network = amt.scaled(synthetic.build(amt.AMT))
    first, second = (goldens[name].permute(2, 0, 1)[None] / 255 for name in ("image0", "image1"))
    checks.compare("amt imgt_pred", network(first, second)[0], goldens["imgt_pred"], 8e-5)


def check_viclip(checks: Checks):
    full = checks.goldens("viclip_l14/full.safetensors")
    network = synthetic.build(viclip.ViCLIP)
    video = 2 * torch.from_numpy(synthetic.unit("input:viclip_l14/video", (1, 8, 3, 224, 224)))
    checks.compare("viclip video.features", network.video(video), full["video.features"], 5e-5)
    checks.compare("viclip text.features", network.text(full["tokens"].long()), full["text.features"], 5e-5)


def check_vae(checks: Checks, tolerances: dict):
    goldens = checks.goldens("consisti2v/vae.safetensors")
    config = vae.Config(widths=(32, 32, 64, 64), groups=8)
    network = synthetic.build(lambda: vae.VAE(config))
    checks.names("vae", network, checks.folder / "consisti2v/vae_tiny_keys.json")
    image = torch.from_numpy(synthetic.unit("input:vae/image", (2, 3, 32, 48)))
    z = synthetic.draw("vae/z", (2, 4, 4, 6))
    for name, found in [("moments", network.encode(image)), ("decoded", network.decode(z))]:
        checks.compare(f"vae {name}", found, goldens[name], tolerances["vae.safetensors"][name]["tol_abs"])


def check_text(checks: Checks, tolerances: dict):
    goldens = checks.goldens("consisti2v/text_encoder.safetensors")
    config = text_encoder.Config(vocabulary=1000, width=48, layers=3, heads=4, inner=192)
    network = synthetic.build(lambda: text_encoder.TextEncoder(config))
    checks.names(
        "text encoder", network, checks.folder / "consisti2v/text_tiny_keys.json",
        optional=["text_model.embeddings.position_ids"])
    found = network(goldens["input_ids"])
    tolerance = tolerances["text_encoder.safetensors"]["last_hidden_state"]["tol_abs"]
    checks.compare("text last_hidden_state", found, goldens["last_hidden_state"], tolerance)


def check_unet(checks: Checks, tolerances: dict):
    goldens = checks.goldens("consisti2v/unet.safetensors")
    traces = checks.goldens("consisti2v/unet_trace.safetensors")
    config = unet.Config(widths=(32, 64, 96, 96), heads=(2, 4, 6, 6), groups=16, text_width=48)
    network = synthetic.build(lambda: unet.UNet(config))
    checks.names("unet", network, checks.folder / "consisti2v/unet_tiny_keys.json")
    for repeated in (True, False):
        how = "as released" if repeated else "no repeats"
        for name, spatial, temporal in [
            ("out_full", True, True), ("out_spatial_off", False, True),
            ("out_temporal_off", True, False), ("out_both_off", False, False),
        ]:
            run = unet.Run(6, repeated, spatial, temporal, trace={})
            found = network(
                synthetic.draw("unet/sample", (2, 4, 5, 16, 24)),
                synthetic.draw("unet/first_frame", (2, 4, 1, 16, 24)),
                synthetic.draw("unet/text", (2, 7, 48)), 681, 3, run)
            limit = tolerances["unet.safetensors"][name]["tol_abs"]
            checks.compare(f"unet {name} ({how})", found, goldens[name], limit)
            if name == "out_full":
                for stage, golden in traces.items():
                    limit = tolerances["unet_trace.safetensors"][stage]["tol_abs"]
                    checks.compare(f"unet {stage} ({how})", run.trace[stage][[0, 1, 8]], golden, limit)
        found = network(
            synthetic.draw("unet_odd/sample", (1, 4, 5, 12, 20)),
            synthetic.draw("unet_odd/first_frame", (1, 4, 1, 12, 20)),
            synthetic.draw("unet_odd/text", (1, 7, 48)), 21, 1, unet.Run(6, repeated))
        limit = tolerances["unet.safetensors"]["out_odd_size"]["tol_abs"]
        checks.compare(f"unet out_odd_size ({how})", found, goldens["out_odd_size"], limit)


def check_tag2text(checks: Checks):
    golden = checks.goldens("tag2text/t2t_a.safetensors")
    network = synthetic.build(tag2text.Tag2Text)
    network.fc.W.mul_(32)
    pixels = torch.from_numpy(synthetic.unit("input:t2t_a/image", (1, 3, 384, 384)))
    pixels = ((pixels + 1) * 128).floor() / 255
    mean, deviation = torch.tensor([0.485, 0.456, 0.406]), torch.tensor([0.229, 0.224, 0.225])
    tokens = network.visual_encoder((pixels - mean[:, None, None]) / deviation[:, None, None])
    states = network.encode(golden["enc.ids"], tokens)
    short = network.encode(golden["enc_short.ids"], tokens)
    prompt = [30522, 1037, 3861, 1997]
    for name, found, tolerance in [
        ("swin.embeds", tokens[:, ::9], 4e-5), ("tag.logits", network.tag_logits(tokens), 3e-5),
        ("enc.out", states[:, ::8], 4e-5), ("enc_short.out", short[:, ::8], 4e-5),
        ("dec.step0", network.word_logits(torch.tensor([prompt]), states)[:, -1], 5e-5),
        ("dec.len12", network.word_logits(golden["dec.len12.ids"], short)[..., ::61], 4e-5),
    ]:
        checks.compare(f"tag2text {name}", found, golden[name], tolerance)
    for cached in (True, False):
        ids, score = network.write(states, prompt, 102, cached)
        checks.compare(f"tag2text beam.ids (cached: {cached})", ids, golden["beam.ids"], 0)
        checks.compare(f"tag2text beam.score (cached: {cached})", score, golden["beam.score"], 1e-4)


def check_i3d(checks: Checks):
    for name, epsilon, shape, golden in [
        ("i3d_a", 1e-5, (1, 3, 16, 224, 224), "i3d_a"), ("i3d_a", 1e-3, (1, 3, 16, 224, 224), "i3d_a_tfeps"),
        ("i3d_c", 1e-5, (2, 3, 13, 224, 224), "i3d_c"),
    ]:
        network = synthetic.build(lambda: i3d.I3D(epsilon))
        x = torch.from_numpy(synthetic.unit(f"input:{name}/x", shape))
        expected = checks.goldens(f"i3d/{golden}.safetensors")["logits"]
        checks.compare(f"i3d {golden} logits", network(x), expected, 1e-4)


def check_inception(checks: Checks):
    network = synthetic.build(inception.Inception)
    bytes_ = (torch.from_numpy(synthetic.unit("input:inc_a/image", (1, 3, 299, 299))) + 1).mul(128).floor()
    golden = checks.goldens("inception_v3_fid/inc_a.safetensors")
    found = network((bytes_ - 128) / 128)
    checks.compare("inception torch_fidelity.pool3", found, golden["torch_fidelity.pool3"], 5e-5)


def check_c3d(checks: Checks):
    network = synthetic.build(c3d.C3D)
    x = torch.from_numpy(synthetic.unit("input:c3d_a/x", (2, 3, 16, 96, 128)))
    mean = 96 + 24 * torch.from_numpy(synthetic.unit("input:c3d_a/mean", (3, 16, 128, 171)))
    frames = (x.flip(1) * 128).transpose(1, 2).flatten(0, 1)
    frames = torch.nn.functional.interpolate(frames, (112, 112), mode="bilinear", align_corners=True)
    clips = frames.unflatten(0, (2, 16)).transpose(1, 2) + (128 - mean[:, :, 8:120, 8:120])
    golden = checks.goldens("c3d_ucf101/c3d_a.safetensors")
    checks.compare("c3d pre", clips[:, :, ::5, ::9, ::9], golden["pre"], 1e-2)
    checks.compare("c3d fc8", network(clips), golden["fc8"], 6e-3)


def check_grit(checks: Checks):
    golden = checks.goldens("grit_b/grit_a.safetensors")
    network = synthetic.build(grit.GRiT)
    head = network.proposal_generator.centernet_head
    head.bbox_pred.bias.add_(3)
    for scale in head.scales:
        scale.scale.add_(1)
    image = torch.from_numpy(synthetic.unit("input:grit_a/image", (1, 3, 150, 200)))
    maps = network.features(((image + 1) * 128).floor())
    for level, step in zip(range(3, 8), (4, 2, 1, 1, 1)):
        found = maps[level - 3][0, ::16, ::step, ::step]
        checks.compare(f"grit fpn.p{level}", found, golden[f"fpn.p{level}"], 5e-5)
    for level, found in enumerate(network.heads(maps)):
        checks.compare(f"grit prop.heatmap{level}", found[0, 0], golden[f"prop.heatmap{level}"], 7e-5)
        checks.compare(f"grit prop.reg{level}", found[0, 1:], golden[f"prop.reg{level}"], 9e-5)
    boxes = torch.tensor([
        [3.5, 4.25, 60, 47.5], [10, 20, 190, 140], [100.25, 30.5, 130.75, 90], [0, 0, 200, 150],
        [150.5, 100.5, 152, 103]])
    _, stages = network.cascade(maps, boxes, 150, 200)
    for stage, found in enumerate(stages):
        for name, tensor, tolerance in zip(("logits", "deltas", "boxes"), found, (2e-5, 2e-5, 5e-3)):
            checks.compare(f"grit roi.stage{stage}.{name}", tensor, golden[f"roi.stage{stage}.{name}"], tolerance)
    regions = network.region_tokens(grit.region_align(maps, boxes, 14))
    checks.compare("grit text.proj", regions[:, ::40], golden["text.proj"], 1e-4)
    decoder, prefix = network.roi_heads.text_decoder.textual, [101, 1037, 2158, 3564, 2006]
    for name, decode in (("cached", decoder.cached), ("repeated", decoder.repeated)):
        checks.compare(f"grit text.len5 ({name})", decode(regions, prefix)[..., ::61], golden["text.len5"], 7e-5)


def check(folder: Path) -> int:
    """Prints one line a tensor; returns the number of failures."""
    checks = Checks(folder)
    tolerances = json.loads((folder / "consisti2v/cases.json").read_text())
    with torch.inference_mode():
        check_clip(checks)
        check_dino(checks)
        check_raft(checks)
        check_amt(checks)
        check_viclip(checks)
        check_i3d(checks)
        check_inception(checks)
        check_c3d(checks)
        check_vae(checks, tolerances)
        check_text(checks, tolerances)
        check_unet(checks, tolerances)
        check_tag2text(checks)
        check_grit(checks)
    print("all goldens met" if checks.failed == 0 else f"{checks.failed} checks failed")
    return checks.failed
