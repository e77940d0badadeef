import CKernels

/// Instruction sets that kernels are written for.
public enum KernelTier: Int32, Sendable, CaseIterable, Comparable {
    case portable = 0
    case avx2 = 1
    case avx512 = 2

    /// The fastest tier of this processor.
    public static let best = KernelTier(rawValue: ck_best_tier()) ?? .portable

    /// Whether this processor has bfloat16 dot products (only with `.avx512`).
    public static let hasBFloat16 = ck_has_bf16() != 0

    public static func < (left: KernelTier, right: KernelTier) -> Bool { left.rawValue < right.rawValue }
}
