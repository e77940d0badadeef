/// Noise schedule and method of the sampler, in the keys of `scheduler/scheduler_config.json`; defaults are
/// ConsistI2V's, which are not Stable Diffusion's. Videos are always sampled with DDIM.
public struct DDIMSchedulerConfig: Codable, Sendable, Hashable {
    public var trainingSteps = 1000
    public var betaStart = 0.00085
    public var betaEnd = 0.012
    /// `linear`, or `scaled_linear` (linear in √β).
    public var betaSchedule = "linear"
    /// Whether the last step ends at ᾱ = 1 instead of at ᾱ₀.
    public var setAlphaToOne = true
    public var stepsOffset = 1
    public var clipSample = false
    public var thresholding = false
    public var timestepSpacing = "leading"
    public var predictionType = "epsilon"
    public var rescaleBetasZeroSNR = false
    /// The scheduler's class where it is not DDIM's.
    public var samplerClass: String?
    /// Of PNDM: whether it starts without Runge-Kutta steps.
    public var skipsRungeKutta: Bool?

    public init() {}

    /// Stable Diffusion 2.1-base's.
    public static var stableDiffusion: DDIMSchedulerConfig {
        var config = DDIMSchedulerConfig()
        (config.betaSchedule, config.setAlphaToOne) = ("scaled_linear", false)
        (config.samplerClass, config.skipsRungeKutta) = (pndm, true)
        return config
    }

    /// Whether images are sampled with PNDM's multistep method.
    var isMultistep: Bool { samplerClass == Self.pndm }

    private static let ddim = "DDIMScheduler"
    private static let pndm = "PNDMScheduler"

    enum CodingKeys: String, CodingKey {
        case trainingSteps = "num_train_timesteps"
        case betaStart = "beta_start"
        case betaEnd = "beta_end"
        case betaSchedule = "beta_schedule"
        case setAlphaToOne = "set_alpha_to_one"
        case stepsOffset = "steps_offset"
        case clipSample = "clip_sample"
        case thresholding
        case timestepSpacing = "timestep_spacing"
        case predictionType = "prediction_type"
        case rescaleBetasZeroSNR = "rescale_betas_zero_snr"
        case samplerClass = "_class_name"
        case skipsRungeKutta = "skip_prk_steps"
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        func read<Value: Decodable>(_ value: inout Value, _ key: CodingKeys) throws {
            value = try values.decodeIfPresent(Value.self, forKey: key) ?? value
        }
        try read(&trainingSteps, .trainingSteps)
        try read(&betaStart, .betaStart)
        try read(&betaEnd, .betaEnd)
        try read(&betaSchedule, .betaSchedule)
        try read(&setAlphaToOne, .setAlphaToOne)
        try read(&stepsOffset, .stepsOffset)
        try read(&clipSample, .clipSample)
        try read(&thresholding, .thresholding)
        try read(&timestepSpacing, .timestepSpacing)
        try read(&predictionType, .predictionType)
        try read(&rescaleBetasZeroSNR, .rescaleBetasZeroSNR)
        samplerClass = try values.decodeIfPresent(String.self, forKey: .samplerClass)
        if samplerClass == Self.ddim { samplerClass = nil }
        skipsRungeKutta = try values.decodeIfPresent(Bool.self, forKey: .skipsRungeKutta)
    }

    /// Refuses schedules that this sampler does not compute.
    func validate() throws {
        func require(_ holds: Bool, _ key: String, _ expected: String, _ found: Any) throws {
            guard holds else {
                throw GeneratorError.schedulerConfig(key: key, expected: expected, found: "\(found)")
            }
        }
        try require(
            (2...1_000_000).contains(trainingSteps), "num_train_timesteps", "2 or more", trainingSteps)
        try require(betaStart > 0 && betaStart < 1, "beta_start", "between 0 and 1", betaStart)
        try require(betaEnd > 0 && betaEnd < 1, "beta_end", "between 0 and 1", betaEnd)
        try require(
            ["linear", "scaled_linear"].contains(betaSchedule), "beta_schedule", "linear or scaled_linear",
            betaSchedule)
        try require(stepsOffset >= 0, "steps_offset", "0 or more", stepsOffset)
        try require(!clipSample, "clip_sample", "false", clipSample)
        try require(!thresholding, "thresholding", "false", thresholding)
        try require(timestepSpacing == "leading", "timestep_spacing", "leading", timestepSpacing)
        try require(predictionType == "epsilon", "prediction_type", "epsilon", predictionType)
        try require(!rescaleBetasZeroSNR, "rescale_betas_zero_snr", "false", rescaleBetasZeroSNR)
        try require(
            samplerClass == nil || isMultistep, "_class_name", "\(Self.ddim) or \(Self.pndm)",
            samplerClass ?? Self.ddim)
        try require(
            !isMultistep || skipsRungeKutta == true, "skip_prk_steps", "true with \(Self.pndm)",
            skipsRungeKutta ?? false)
    }
}
