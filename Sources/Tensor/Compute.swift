import Foundation

/// How operations run: threads, precision and kernel tier. Values never depend on `threads`.
public struct Compute: Sendable, Hashable {
    /// Worker threads of a parallel region.
    public var threads: Int
    /// Arithmetic of the matrix products in linear layers; everything else is always Float32.
    public var precision: Precision
    /// Whether 3×3 convolutions may use Winograd's algorithm (about 3.5 times the rounding noise of reordering).
    public var allowsWinograd: Bool
    /// Instruction set of the kernels.
    public var tier: KernelTier

    public init(
        threads: Int = ProcessInfo.processInfo.activeProcessorCount, precision: Precision = .float32,
        allowsWinograd: Bool = true, tier: KernelTier = .best
    ) {
        precondition(threads > 0, "at least one thread is needed")
        precondition(tier <= .best, "this processor has no \(tier)")
        self.threads = threads
        self.precision = precision
        self.allowsWinograd = allowsWinograd
        self.tier = tier
    }

    /// The setting that operations of the current task use.
    @TaskLocal public static var current = Compute()
}

/// Arithmetic of matrix products.
public enum Precision: String, Sendable, Codable, CaseIterable {
    case float32 = "fp32"
    case bfloat16 = "bf16"
}
