/// What the sum of squared deviations is divided by; part of a protocol, because it moves distances of small sets.
public enum CovarianceDivisor: String, Sendable, Hashable, Codable, CaseIterable {
    /// N: StyleGAN-V, long-video-gan, cd-fvd. For weighted vectors, the sum of the weights.
    case count = "n"
    /// N − 1: pytorch-fid, clean-fid, torch-fidelity, TATS, TF-GAN.
    case countMinusOne = "n-1"

    /// The divisor of `count` vectors.
    func value(_ count: Double) -> Double { self == .count ? count : count - 1 }
}
