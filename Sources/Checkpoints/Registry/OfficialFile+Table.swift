extension OfficialFile {
    /// Every published file that a network of this package can load, and what a model's folder has beside them.
    public static let all: [OfficialFile] =
        videoModel + imageModel + imageNetworks + motionNetworks + videoNetworks + captioners

    private static let imageNetworks: [OfficialFile] = [
        OfficialFile(
            id: "clip_vit_b32", networks: ["clip_vit_b32"], location: "ViT-B-32.pt",
            origin: .web(
                "https://openaipublic.azureedge.net/clip/models/"
                    + "40d365715913c9da98579312b702a82c18be219cc2a73407c4526f58eba950af/ViT-B-32.pt"),
            licence: "MIT", size: 353_976_522,
            sha256: "40d365715913c9da98579312b702a82c18be219cc2a73407c4526f58eba950af",
            citation:
                "Radford et al. 2021, Learning Transferable Visual Models From Natural Language Supervision"),
        OfficialFile(
            id: "dino_vitb16", networks: ["dino_vitb16"], location: "dino_vitbase16_pretrain.pth",
            origin: .web(
                "https://dl.fbaipublicfiles.com/dino/dino_vitbase16_pretrain/dino_vitbase16_pretrain.pth"),
            licence: "Apache-2.0", size: 343_242_485,
            sha256: "bf34ad0f424b9029b593e8dc3ed553bf26e88bcba0d32bf3e62a6209cb64c85e",
            citation: "Caron et al. 2021, Emerging Properties in Self-Supervised Vision Transformers"),
        OfficialFile(
            id: "inception_v3_fid", networks: ["inception_v3_fid"],
            location: "pt_inception-2015-12-05-6726825d.pth",
            otherNames: ["weights-inception-2015-12-05-6726825d.pth"],
            origin: .web(
                "https://github.com/mseitzer/pytorch-fid/releases/download/fid_weights/"
                    + "pt_inception-2015-12-05-6726825d.pth"),
            mirrors: [
                .web(
                    "https://github.com/toshas/torch-fidelity/releases/download/v0.2.0/"
                        + "weights-inception-2015-12-05-6726825d.pth")
            ], release: "fid_weights", licence: "Apache-2.0", size: 95_628_359,
            sha256: "6726825d0af5f729cebd5821db510b11b1cfad8faad88a03f1befd49fb9129b2",
            citation: "Szegedy et al. 2016, Rethinking the Inception Architecture for Computer Vision"),
        OfficialFile(
            id: "dreamsim_ensemble", networks: ["dreamsim"], location: "dreamsim_ensemble_checkpoint.zip",
            origin: .web(
                "https://github.com/ssundaram21/dreamsim/releases/download/v0.2.0-checkpoints/"
                    + "dreamsim_ensemble_checkpoint.zip"),
            release: "v0.2.0-checkpoints", licence: "MIT",
            citation: "Fu et al. 2023, DreamSim: Learning New Dimensions of Human Visual Similarity"),
    ]

    private static let motionNetworks: [OfficialFile] = [
        OfficialFile(
            id: "raft_things", networks: ["raft_things"], location: "raft-things.pth",
            origin: .web("https://dl.dropboxusercontent.com/s/4j4z58wuv8o0mfz/models.zip"),
            member: "models/raft-things.pth",
            mirrors: [
                .web("https://github.com/sczhou/ProPainter/releases/download/v0.1.0/raft-things.pth")
            ], licence: "BSD-3-Clause", size: 21_108_000,
            sha256: "fcfa4125d6418f4de95d84aec20a3c5f4e205101715a79f193243c186ac9a7e1",
            citation: "Teed and Deng 2020, RAFT: Recurrent All-Pairs Field Transforms for Optical Flow"),
        OfficialFile(
            id: "amt_s", networks: ["amt_s"], location: "amt-s.pth",
            origin: .hub(HubFile("lalala125/AMT", "amt-s.pth")), licence: "CC BY-NC 4.0",
            citation:
                "Li et al. 2023, AMT: All-Pairs Multi-Field Transforms for Efficient Frame Interpolation"),
        OfficialFile(
            id: "cotracker2", networks: ["cotracker2"], location: "cotracker2.pth",
            origin: .hub(HubFile("facebook/cotracker", "cotracker2.pth")), licence: "CC BY-NC 4.0",
            citation: "Karaev et al. 2023, CoTracker: It is Better to Track Together"),
    ]

    private static let videoNetworks: [OfficialFile] = [
        OfficialFile(
            id: "viclip_l14", networks: ["viclip_l14"], location: "ViClip-InternVid-10M-FLT.pth",
            origin: .hub(HubFile("OpenGVLab/VBench_Used_Models", "ViClip-InternVid-10M-FLT.pth")),
            mirrors: [
                .web(
                    "https://pjlab-gvm-data.oss-cn-shanghai.aliyuncs.com/internvideo/viclip/"
                        + "ViClip-InternVid-10M-FLT.pth")
            ], licence: "MIT",
            citation: "Wang et al. 2024, InternVid: A Large-scale Video-Text Dataset"),
        OfficialFile(
            id: "i3d_k400", networks: ["i3d_k400"], location: "i3d_pretrained_400.pt",
            otherNames: ["i3d_torchscript.pt"],
            origin: .web("https://github.com/songweige/TATS/raw/main/tats/fvd/i3d_pretrained_400.pt"),
            release: "main", licence: "code MIT; weights Apache-2.0, unconfirmed",
            citation: "Carreira and Zisserman 2017, Quo Vadis, Action Recognition?"),
        OfficialFile(
            id: "i3d_k400_torchscript", networks: [], location: "i3d_torchscript.pt",
            origin: .web("https://www.dropbox.com/s/ge9e5ujwgetktms/i3d_torchscript.pt?dl=1"),
            licence: "none stated; weights Apache-2.0, unconfirmed", size: 51_235_320,
            sha256: "bec6519f66ea534e953026b4ae2c65553c17bf105611c746d904657e5860a5e2",
            citation: "Skorokhodov et al. 2022, StyleGAN-V"),
        OfficialFile(
            id: "c3d_ucf101", networks: ["c3d_ucf101"], collection: "c3d",
            location: "conv3d_deepnetA_ucf.npz",
            otherNames: ["c3d_ucf101.pt"],
            origin: .web("https://github.com/rezoo/tgan2/releases/download/v1.0/conv3d_deepnetA_ucf.npz"),
            release: "v1.0", licence: "MIT",
            citation: "Tran et al. 2015, Learning Spatiotemporal Features with 3D Convolutional Networks"),
        OfficialFile(
            id: "c3d_mean", networks: ["c3d_mean"], collection: "c3d", location: "mean2.npz",
            otherNames: ["c3d_ucf101.pt"],
            origin: .web("https://github.com/rezoo/tgan2/releases/download/v1.0/mean2.npz"),
            release: "v1.0", licence: "MIT", citation: "Saito et al. 2020, Train Sparsely, Generate Densely"),
        OfficialFile(
            id: "c3d_ucf101_torchscript", networks: [], location: "c3d_ucf101.pt",
            origin: .web("https://www.dropbox.com/s/jxpu7avzdc9n97q/c3d_ucf101.pt?dl=1"),
            licence: "none stated", citation: "Skorokhodov et al. 2022, StyleGAN-V"),
    ]

    private static let captioners: [OfficialFile] = [
        OfficialFile(
            id: "grit_b", networks: ["grit_b"], location: "grit_b_densecap_objectdet.pth",
            origin: .hub(HubFile("OpenGVLab/VBench_Used_Models", "grit_b_densecap_objectdet.pth")),
            mirrors: [
                .web("https://datarelease.blob.core.windows.net/grit/models/grit_b_densecap_objectdet.pth")
            ], licence: "MIT; parts Apache-2.0",
            citation: "Wu et al. 2022, GRiT: A Generative Region-to-text Transformer for Object Understanding"
        ),
        OfficialFile(
            id: "tag2text_swinb", networks: ["tag2text_swinb"], location: "tag2text_swin_14m.pth",
            origin: .hub(HubFile("xinyu1205/recognize-anything", kind: .space, "tag2text_swin_14m.pth")),
            mirrors: [
                .hub(
                    HubFile(
                        "xinyu1205/Recognize_Anything-Tag2Text", kind: .space, "tag2text_swin_14m.pth"))
            ], licence: "Apache-2.0; parts BSD-3-Clause",
            citation: "Huang et al. 2023, Tag2Text: Guiding Vision-Language Model via Image Tagging"),
    ]
}
