import CKernels
import Foundation

/// A weight matrix in the kernels' 32-column panels, the only copy that a layer keeps.
///
/// Panels are `[⌈N / 32⌉, K, 32]`; the depth K runs over taps, then channels. Gated weights hold 16 columns u and
/// the 16 columns g that gate them in every panel.
final class PackedWeights: @unchecked Sendable {
    let columns: Int
    let depth: Int
    let isGated: Bool
    let panelCount: Int
    let bias: Tensor?
    /// Factors of negative results, `[⌈N / 32⌉, 32]`; see `Convolution2D`.
    let slopes: Tensor?
    private let shape: (rows: Int, channels: Int, taps: Int)
    private let lock = NSLock()
    private let panelsLock = NSLock()
    private var floats: Tensor?
    private var pairs: Tensor?
    private var transforms: [KernelTier: Tensor] = [:]

    /// - Parameter weight: `[N, channels, taps…]`.
    init(weight: Tensor, bias: Tensor?, gated: Bool = false, slopes: Tensor? = nil) {
        let (rows, channels) = (weight.shape[0], weight.shape[1])
        let taps = weight.shape.dropFirst(2).reduce(1, *)
        precondition(bias == nil || bias!.count == rows, "\(rows) outputs, bias \(bias!.shape)")
        precondition(!gated || rows % 2 == 0, "gated weight with \(rows) rows")
        precondition(slopes == nil || (slopes!.count == rows && !gated), "\(rows) outputs, other slopes")
        shape = (rows, channels, taps)
        columns = gated ? rows / 2 : rows
        depth = channels * taps
        isGated = gated
        let count = (columns + (gated ? 15 : 31)) / (gated ? 16 : 32)
        panelCount = count
        let panels = Tensor([count, depth, 32])
        self.bias = bias.map { Self.packed($0, gated: gated, panels: count) }
        self.slopes = slopes.map { Self.packed($0, gated: false, panels: count) }
        let (from, to) = (Elements(weight.pointer), Elements(panels.pointer))
        Parallel.forEach(panelCount) { panel in
            ck_pack_weights(from.base, rows, channels, taps, gated ? 1 : 0, panel, panel + 1, to.base)
        }
        withExtendedLifetime(weight) {}
        floats = panels
    }

    /// The panels in Float32, until `bfloat16Pairs` takes their place.
    var panels: Tensor {
        guard let floats = panelsLock.withLock({ floats }) else {
            preconditionFailure("weights were rounded to bfloat16; load them again to compute in Float32")
        }
        return floats
    }

    /// The weight as it was given, `[N, channels · taps]`.
    var unpacked: Tensor {
        let weight = Tensor([shape.rows, depth])
        let panels = panels
        ck_unpack_weights(
            panels.pointer, shape.rows, shape.channels, shape.taps, isGated ? 1 : 0, 0, panelCount,
            weight.pointer)
        return withExtendedLifetime(panels) { weight }
    }

    /// The panels in bfloat16 pairs `[⌈N / 32⌉, ⌈K / 2⌉, 32, 2]`, converted when first asked for; the Float32 ones are
    /// let go, so that a large model takes half the memory and not half as much again.
    var bfloat16Pairs: Tensor {
        panelsLock.withLock {
            if let pairs { return pairs }
            let rounded = roundedPanels()
            (pairs, floats) = (rounded, nil)
            // Nothing will ask for panels of Float32 again, so the pool would keep their memory for nothing.
            MemoryPool.shared.trim()
            return rounded
        }
    }

    private func roundedPanels() -> Tensor {
        guard let panels = floats else { preconditionFailure("weights in neither precision") }
        let (half, depth) = ((depth + 1) / 2, depth)
        let result = Tensor([panelCount, half, 32])
        let (from, to) = (Elements(panels.pointer), Elements(result.pointer))
        Parallel.forEach(panelCount) { panel in
            (to.base + panel * half * 32).withMemoryRebound(to: UInt16.self, capacity: half * 64) {
                ck_panels_to_bf16(from.base + panel * depth * 32, 1, depth, $0)
            }
        }
        return withExtendedLifetime(panels) { result }
    }

    /// A transform of the panels that is kept: `make` is called once for every kernel tier.
    func transform(_ tier: KernelTier, _ make: () -> Tensor) -> Tensor {
        lock.withLock {
            if let transform = transforms[tier] { return transform }
            let result = make()
            transforms[tier] = result
            return result
        }
    }

    /// A bias in panel order, `[⌈N / 32⌉, 32]`.
    private static func packed(_ bias: Tensor, gated: Bool, panels: Int) -> Tensor {
        let result = Tensor([panels, 32])
        ck_pack_weights(bias.pointer, bias.count, 1, 1, gated ? 1 : 0, 0, panels, result.pointer)
        return withExtendedLifetime(bias) { result }
    }
}
