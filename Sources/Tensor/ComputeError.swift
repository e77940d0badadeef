/// A setting that this machine cannot run.
public enum ComputeError: Error, Hashable, CustomStringConvertible {
    case precisionUnavailable(Precision, needs: String, bestTier: KernelTier)

    public var description: String {
        switch self {
        case .precisionUnavailable(let precision, let needs, let bestTier):
            "precision \(precision.rawValue) needs a processor with \(needs); this one has kernels up to \(bestTier) "
                + "without it. Use precision \(Precision.float32.rawValue)."
        }
    }
}

extension Compute {
    /// The setting itself, if this machine can run it.
    ///
    /// - Throws: `ComputeError` when the precision needs instructions that the processor lacks.
    public func checked() throws -> Compute {
        guard precision == .float32 || (KernelTier.hasBFloat16 && tier == .avx512) else {
            throw ComputeError.precisionUnavailable(precision, needs: "AVX512_BF16", bestTier: .best)
        }
        return self
    }
}
