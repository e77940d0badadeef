// The features that the metrics of this module read.
extension FeatureKey {
    /// Mean absolute byte difference of neighbouring frames at native size, `[F - 1, 1]`.
    public static let pairMAE = FeatureKey(extractor: "pixels", preprocessing: "pair_mae")
    /// CLIP image features of unclamped float frames, as VBench prepares them, `[F, D]`.
    public static let clipVBenchFloat = FeatureKey(extractor: "clip_vit_b32", preprocessing: "vbench_float")
    /// CLIP image features of frames as the CLIP package prepares them, `[F, D]`.
    public static let clipOpenAIPIL = FeatureKey(extractor: "clip_vit_b32", preprocessing: "openai_pil")
    /// CLIP text features of prompts of at most 77 ids, `[1, D]`.
    public static let clipText77 = FeatureKey(extractor: "clip_vit_b32", preprocessing: "text77")
    /// DINO class tokens of whole frames, `[F, D]`.
    public static let dinoFloat = FeatureKey(extractor: "dino_vitb16", preprocessing: "dino_float")
    /// DINO class tokens of frames and of the input image as VBench-I2V prepares them, `[F, D]`.
    public static let dinoI2VFrame = FeatureKey(extractor: "dino_vitb16", preprocessing: "i2v_dino_frame")
    public static let dinoI2VImage = FeatureKey(extractor: "dino_vitb16", preprocessing: "i2v_dino_image")
    /// ViCLIP features of eight frames spread over the video, `[1, D]`.
    public static let viclipVideo8 = FeatureKey(extractor: "viclip_l14", preprocessing: "video_8")
    /// ViCLIP text features of prompts of at most 32 ids, `[1, D]`.
    public static let viclipText32 = FeatureKey(extractor: "viclip_l14", preprocessing: "text32")
    /// RAFT flow of neighbouring frames thinned to about 8 a second, `[pairs, 2]`: mean of the largest 5 % of the
    /// magnitudes, mean of all, in pixels.
    public static let raftFlow8 = FeatureKey(extractor: "raft_things", preprocessing: "flow_8fps")
    /// RAFT flow of all neighbouring frames, then from first to last and from last to first, `[F + 1, 1]`: mean of
    /// the largest 2 % of the magnitudes, in pixels.
    public static let raftStatic = FeatureKey(extractor: "raft_things", preprocessing: "static_pairs")
    /// Mean absolute byte difference of odd frames and their AMT-S interpolation, `[frames / 2 - 1, 1]`.
    public static let amtMidpoints = FeatureKey(extractor: "amt_s", preprocessing: "midpoint_mae")
    /// I3D logits of the first 16 frames, stretched to the network's size, `[1, 400]`.
    public static let i3dTATS = FeatureKey(extractor: "i3d_k400", preprocessing: "tats_16")
    /// I3D logits of the first 16 frames, cropped square first, `[1, 400]`.
    public static let i3dStyleGANV = FeatureKey(extractor: "i3d_k400", preprocessing: "styleganv_16")
    /// Inception pool3 of every frame, TF1 bilinear resize, `[F, 2048]`.
    public static let inceptionPool3 = FeatureKey(extractor: "inception_v3_fid", preprocessing: "tf1_pool3")
    /// Inception logits without the bias of every frame, same forward as `inceptionPool3`, `[F, 1008]`.
    public static let inceptionLogits = FeatureKey(extractor: "inception_v3_fid", preprocessing: "tf1_logits")
    /// C3D logits of the first 16 frames as TGANv2 prepares them, `[1, 101]`.
    public static let c3dLogits = FeatureKey(extractor: "c3d_ucf101", preprocessing: "tganv2_16")
    /// Names of what GRiT finds in 16 frames spread over the video, as `FeatureText` rows.
    public static let gritObjects = FeatureKey(extractor: "grit_b", preprocessing: "objects_16")
    /// Tag2Text's captions of 16 frames spread over the video and scaled from their planes, as `FeatureText` rows.
    public static let tag2textCaptions = FeatureKey(
        extractor: "tag2text_swinb", preprocessing: "captions_16_planes")
}
