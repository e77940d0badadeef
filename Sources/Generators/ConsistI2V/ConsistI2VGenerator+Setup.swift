extension ConsistI2VGenerator: BundledGenerator {
    public static let descriptor = GeneratorDescriptor(
        id: "consisti2v", title: "ConsistI2V",
        summary: "latent diffusion whose attention sees the first frame, started from FrameInit noise",
        source: "Ren et al. 2024, arXiv 2402.04324",
        networks: ["consisti2v_unet", "sd_vae_encoder", "sd_vae_decoder", "sd_text_encoder"])

    /// - Throws: `GeneratorError` for settings out of range, `CheckpointError` for weights that are absent.
    public init(_ setup: GeneratorSetup) throws {
        let model = try ConsistI2VModel.open(
            setup.weights, size: setup.size ?? .full, locator: setup.locator)
        try self.init(
            model: model,
            settings: setup.settings(
                over: ConsistI2VSettings(preset: model.preset), isDemoSize: model.isDemoSize),
            batch: setup.batch)
    }

    /// The method's name with what is switched off.
    public var title: String {
        let off = [
            ablation.frameInit ? nil : "FrameInit", ablation.temporalConditioning ? nil : "T.Cond.",
            ablation.spatialConditioning ? nil : "S.Cond.",
        ].compactMap(\.self)
        guard let last = off.last else { return Self.descriptor.title }
        let list = off.count > 1 ? off.dropLast().joined(separator: ", ") + " & " + last : last
        return "\(Self.descriptor.title) w/o \(list)"
    }

    public var progressSteps: Int { settings.chunks * settings.steps }
}
