extension OfficialFile {
    /// Every published file that a network of this package can load.
    public static let all: [OfficialFile] =
        videoModel + imageNetworks + motionNetworks + videoNetworks + captioners

    private static let consistI2V =
        "Ren et al. 2024, ConsistI2V: Enhancing Visual Consistency for Image-to-Video Generation"

    private static let videoModel: [OfficialFile] = [
        OfficialFile(
            id: "consisti2v_unet", networks: ["consisti2v_unet"],
            location: "ConsistI2V/unet/diffusion_pytorch_model.safetensors",
            url:
                "https://huggingface.co/TIGER-Lab/ConsistI2V/resolve/main/unet/diffusion_pytorch_model.safetensors",
            licence: "MIT", citation: consistI2V),
        OfficialFile(
            id: "consisti2v_vae", networks: ["sd_vae_encoder", "sd_vae_decoder"],
            location: "ConsistI2V/vae/diffusion_pytorch_model.safetensors",
            url:
                "https://huggingface.co/TIGER-Lab/ConsistI2V/resolve/main/vae/diffusion_pytorch_model.safetensors",
            licence: "MIT; Stable Diffusion 2.1 weights CreativeML Open RAIL++-M",
            citation: "Rombach et al. 2022, High-Resolution Image Synthesis with Latent Diffusion Models"),
        OfficialFile(
            id: "consisti2v_text_encoder", networks: ["sd_text_encoder"],
            location: "ConsistI2V/text_encoder/model.safetensors",
            url: "https://huggingface.co/TIGER-Lab/ConsistI2V/resolve/main/text_encoder/model.safetensors",
            licence: "MIT; Stable Diffusion 2.1 weights CreativeML Open RAIL++-M",
            citation: "Cherti et al. 2023, Reproducible Scaling Laws for Contrastive Language-Image Learning"),
        OfficialFile(
            id: "consisti2v_tokenizer", networks: [], location: "ConsistI2V/tokenizer/merges.txt",
            url: "https://huggingface.co/TIGER-Lab/ConsistI2V/resolve/main/tokenizer/merges.txt",
            licence: "MIT", citation: consistI2V),
    ]

    private static let imageNetworks: [OfficialFile] = [
        OfficialFile(
            id: "clip_vit_b32", networks: ["clip_vit_b32"], location: "ViT-B-32.pt",
            url: "https://openaipublic.azureedge.net/clip/models/"
                + "40d365715913c9da98579312b702a82c18be219cc2a73407c4526f58eba950af/ViT-B-32.pt",
            licence: "MIT", sha256: "40d365715913c9da98579312b702a82c18be219cc2a73407c4526f58eba950af",
            citation:
                "Radford et al. 2021, Learning Transferable Visual Models From Natural Language Supervision"),
        OfficialFile(
            id: "dino_vitb16", networks: ["dino_vitb16"], location: "dino_vitbase16_pretrain.pth",
            url: "https://dl.fbaipublicfiles.com/dino/dino_vitbase16_pretrain/dino_vitbase16_pretrain.pth",
            licence: "Apache-2.0",
            citation: "Caron et al. 2021, Emerging Properties in Self-Supervised Vision Transformers"),
        OfficialFile(
            id: "inception_v3_fid", networks: ["inception_v3_fid"],
            location: "pt_inception-2015-12-05-6726825d.pth",
            otherNames: ["weights-inception-2015-12-05-6726825d.pth"],
            url: "https://github.com/mseitzer/pytorch-fid/releases/download/fid_weights/"
                + "pt_inception-2015-12-05-6726825d.pth",
            licence: "Apache-2.0", sha256: "6726825d",
            citation: "Szegedy et al. 2016, Rethinking the Inception Architecture for Computer Vision"),
        OfficialFile(
            id: "dreamsim_ensemble", networks: ["dreamsim"], location: "dreamsim_ensemble_checkpoint.zip",
            url: "https://github.com/ssundaram21/dreamsim/releases/download/v0.2.0-checkpoints/"
                + "dreamsim_ensemble_checkpoint.zip",
            licence: "MIT",
            citation: "Fu et al. 2023, DreamSim: Learning New Dimensions of Human Visual Similarity"),
    ]

    private static let motionNetworks: [OfficialFile] = [
        OfficialFile(
            id: "raft_things", networks: ["raft_things"], location: "raft-things.pth",
            url: "https://dl.dropboxusercontent.com/s/4j4z58wuv8o0mfz/models.zip",
            member: "models/raft-things.pth",
            licence: "BSD-3-Clause",
            citation: "Teed and Deng 2020, RAFT: Recurrent All-Pairs Field Transforms for Optical Flow"),
        OfficialFile(
            id: "amt_s", networks: ["amt_s"], location: "amt-s.pth",
            url: "https://huggingface.co/lalala125/AMT/resolve/main/amt-s.pth", licence: "CC BY-NC 4.0",
            citation:
                "Li et al. 2023, AMT: All-Pairs Multi-Field Transforms for Efficient Frame Interpolation"),
        OfficialFile(
            id: "cotracker2", networks: ["cotracker2"], location: "cotracker2.pth",
            url: "https://huggingface.co/facebook/cotracker/resolve/main/cotracker2.pth",
            licence: "CC BY-NC 4.0",
            citation: "Karaev et al. 2023, CoTracker: It is Better to Track Together"),
    ]

    private static let videoNetworks: [OfficialFile] = [
        OfficialFile(
            id: "viclip_l14", networks: ["viclip_l14"], location: "ViClip-InternVid-10M-FLT.pth",
            url:
                "https://huggingface.co/OpenGVLab/VBench_Used_Models/resolve/main/ViClip-InternVid-10M-FLT.pth",
            licence: "MIT",
            citation: "Wang et al. 2024, InternVid: A Large-scale Video-Text Dataset"),
        OfficialFile(
            id: "i3d_k400", networks: ["i3d_k400"], location: "i3d_pretrained_400.pt",
            otherNames: ["i3d_torchscript.pt"],
            url: "https://github.com/songweige/TATS/raw/main/tats/fvd/i3d_pretrained_400.pt",
            licence: "code MIT; weights Apache-2.0, unconfirmed",
            citation: "Carreira and Zisserman 2017, Quo Vadis, Action Recognition?"),
        OfficialFile(
            id: "c3d_ucf101", networks: ["c3d_ucf101"], location: "conv3d_deepnetA_ucf.npz",
            otherNames: ["c3d_ucf101.pt"],
            url: "https://github.com/rezoo/tgan2/releases/download/v1.0/conv3d_deepnetA_ucf.npz",
            licence: "MIT",
            citation: "Tran et al. 2015, Learning Spatiotemporal Features with 3D Convolutional Networks"),
        OfficialFile(
            id: "c3d_mean", networks: ["c3d_mean"], location: "mean2.npz", otherNames: ["c3d_ucf101.pt"],
            url: "https://github.com/rezoo/tgan2/releases/download/v1.0/mean2.npz", licence: "MIT",
            citation: "Saito et al. 2020, Train Sparsely, Generate Densely"),
    ]

    private static let captioners: [OfficialFile] = [
        OfficialFile(
            id: "grit_b", networks: ["grit_b"], location: "grit_b_densecap_objectdet.pth",
            url:
                "https://huggingface.co/OpenGVLab/VBench_Used_Models/resolve/main/grit_b_densecap_objectdet.pth",
            licence: "MIT; parts Apache-2.0",
            citation: "Wu et al. 2022, GRiT: A Generative Region-to-text Transformer for Object Understanding"
        ),
        OfficialFile(
            id: "tag2text_swinb", networks: ["tag2text_swinb"], location: "tag2text_swin_14m.pth",
            url:
                "https://huggingface.co/spaces/xinyu1205/recognize-anything/resolve/main/tag2text_swin_14m.pth",
            licence: "Apache-2.0; parts BSD-3-Clause",
            citation: "Huang et al. 2023, Tag2Text: Guiding Vision-Language Model via Image Tagging"),
    ]
}
