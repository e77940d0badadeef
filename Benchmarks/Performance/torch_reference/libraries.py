"""The networks that PyTorch's libraries have too, with the same weights: transformers, timm, torchvision, diffusers.

There is none of I3D, C3D, AMT-S, ViCLIP, GRiT, Tag2Text or ConsistI2V, and of Inception v3 only the one of ImageNet, which
pools otherwise than that of Frechet inception distance.
"""

import importlib.util
import re
from typing import Callable

import torch
from torch import nn

from . import clip, dino, raft, text_encoder, vae


def library(name: str, make: Callable[[], Callable]) -> dict[str, Callable]:
    """The work done by a library, where it is installed."""
    return {name: make()} if importlib.util.find_spec(name) else {}


def filled(model: nn.Module, weights: dict[str, torch.Tensor]) -> nn.Module:
    """Every tensor has to have a place, and every place but counters a tensor."""
    found = model.load_state_dict(weights, strict=False, assign=True)
    missing = [name for name in found.missing_keys if not name.endswith("num_batches_tracked")]
    if missing or found.unexpected_keys:
        raise SystemExit(f"{type(model).__name__}: expected {missing[:4]}, found {found.unexpected_keys[:4]}")
    return model.eval()


def renamed(weights: dict[str, torch.Tensor], rules: list[tuple[str, str]]) -> dict[str, torch.Tensor]:
    def name(text: str) -> str:
        for pattern, replacement in rules:
            text = re.sub(pattern, replacement, text)
        return text

    return {name(key): value for key, value in weights.items()}


def blocks(weights: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """CLIP's blocks under the names of transformers, with queries, keys and values apart."""
    apart = {}
    for name, value in weights.items():
        if ".attn.in_proj_" in name:
            for letter, part in zip("qkv", value.chunk(3)):
                apart[name.replace("attn.in_proj_", f"self_attn.{letter}_proj.")] = part
        else:
            apart[name] = value
    return renamed(apart, [
        (r"transformer\.resblocks", "encoder.layers"), (r"\.attn\.out_proj", ".self_attn.out_proj"),
        (r"\.ln_([12])\.", r".layer_norm\1."), (r"\.c_fc\.", ".fc1."), (r"\.c_proj\.", ".fc2.")])


def clip_image(network: clip.CLIP, image) -> Callable:
    from transformers import CLIPVisionConfig, CLIPVisionModelWithProjection

    weights = renamed(blocks(network.visual.state_dict()), [
        (r"^(class_embedding)$", r"embeddings.\1"), (r"^conv1\.", "embeddings.patch_embedding."),
        (r"^positional_embedding$", "embeddings.position_embedding.weight"), (r"^ln_pre\.", "pre_layrnorm."),
        (r"^ln_post\.", "post_layernorm.")])
    projection = weights.pop("proj").T.contiguous()
    model = CLIPVisionModelWithProjection(CLIPVisionConfig(
        hidden_size=768, intermediate_size=3072, num_hidden_layers=12, num_attention_heads=12, image_size=224,
        patch_size=32, projection_dim=512, hidden_act="quick_gelu"))
    filled(model, {"visual_projection.weight": projection, **{f"vision_model.{k}": v for k, v in weights.items()}})
    return lambda: model(image).image_embeds


def clip_text(network: clip.CLIP, ids) -> Callable:
    from transformers import CLIPTextConfig, CLIPTextModelWithProjection

    own = {k: v for k, v in network.state_dict().items() if not k.startswith("visual.") and k != "logit_scale"}
    weights = renamed(blocks(own), [
        (r"^token_embedding\.", "embeddings.token_embedding."),
        (r"^positional_embedding$", "embeddings.position_embedding.weight"), (r"^ln_final\.", "final_layer_norm.")])
    projection = weights.pop("text_projection").T.contiguous()
    # 2 as the end token makes transformers read the largest id's place, as CLIP does.
    model = CLIPTextModelWithProjection(CLIPTextConfig(
        vocab_size=49408, hidden_size=512, intermediate_size=2048, num_hidden_layers=12, num_attention_heads=8,
        projection_dim=512, hidden_act="quick_gelu", eos_token_id=2))
    filled(model, {"text_projection.weight": projection, **{f"text_model.{k}": v for k, v in weights.items()}})
    return lambda: model(ids).text_embeds


def text(network: text_encoder.TextEncoder, ids) -> Callable:
    from transformers import CLIPTextConfig, CLIPTextModel

    model = CLIPTextModel(CLIPTextConfig(
        vocab_size=49408, hidden_size=1024, intermediate_size=4096, num_hidden_layers=23, num_attention_heads=16,
        projection_dim=512, hidden_act="gelu"))
    weights = network.state_dict()
    if not any(name.startswith("text_model.") for name in model.state_dict()):
        weights = renamed(weights, [(r"^text_model\.", "")])
    filled(model, weights)
    return lambda: model(ids).last_hidden_state


def dino_image(network: dino.DINO, image) -> Callable:
    from timm.models.vision_transformer import VisionTransformer

    model = filled(VisionTransformer(patch_size=16, embed_dim=768, depth=12, num_heads=12, num_classes=0),
                   network.state_dict())
    return lambda: model(image)


def autoencoder(network: vae.VAE) -> nn.Module:
    from diffusers import AutoencoderKL

    model = AutoencoderKL(
        down_block_types=("DownEncoderBlock2D",) * 4, up_block_types=("UpDecoderBlock2D",) * 4,
        block_out_channels=(128, 256, 512, 512), layers_per_block=2, latent_channels=4)
    return filled(model, network.state_dict())


def vae_encode(network: vae.VAE, image) -> Callable:
    model = autoencoder(network)
    return lambda: model.encode(image).latent_dist.parameters


def vae_decode(network: vae.VAE, z) -> Callable:
    model = autoencoder(network)
    return lambda: model.decode(z).sample


def raft_pair(network: raft.RAFT, first, second) -> Callable:
    from torchvision.models.optical_flow import raft_large

    weights = renamed({k: v for k, v in network.state_dict().items() if ".norm3." not in k}, [
        (r"^fnet\.", "feature_encoder."), (r"^cnet\.", "context_encoder."),
        (r"(encoder\.layer\d\.\d)\.conv(\d)\.", r"\1.convnormrelu\2.0."),
        (r"(encoder\.layer\d\.\d)\.norm(\d)\.", r"\1.convnormrelu\2.1."),
        (r"^(feature|context)_encoder\.conv1\.", r"\1_encoder.convnormrelu.0."),
        (r"^(feature|context)_encoder\.norm1\.", r"\1_encoder.convnormrelu.1."),
        (r"^(feature|context)_encoder\.conv2\.", r"\1_encoder.conv."),
        (r"^update_block\.encoder\.convc(\d)\.", r"update_block.motion_encoder.convcorr\1.0."),
        (r"^update_block\.encoder\.convf(\d)\.", r"update_block.motion_encoder.convflow\1.0."),
        (r"^update_block\.encoder\.conv\.", "update_block.motion_encoder.conv.0."),
        (r"^update_block\.gru\.conv(.)(\d)\.", r"update_block.recurrent_block.convgru\2.conv\1."),
        (r"^update_block\.mask\.0\.", "mask_predictor.convrelu.0."),
        (r"^update_block\.mask\.2\.", "mask_predictor.conv.")])
    model = filled(raft_large(weights=None), weights)
    first, second = first / 127.5 - 1, second / 127.5 - 1
    return lambda: model(first, second, num_flow_updates=20)[-1]
