import Foundation
import Tensor

/// Low-pass filter over time and space, by which FrameInit takes the layout from the static video.
///
/// On the grid whose zero frequency lies in the middle, with
/// `d² = ((d_s/d_t)(2t/F - 1))² + (2y/H - 1)² + (2x/W - 1)²`:
/// gaussian `exp(-d²/(2 d_s²))`; butterworth `1/(1 + (d²/d_s²)ⁿ)`; ideal `d² ≤ 2 d_s`; box: ones within
/// `round(⌊F/2⌋ d_t)` frames and `round(⌊H/2⌋ d_s)` rows and columns of the middle.
/// The ideal threshold (not squared) and the box's use of H for both axes are the released implementation's.
/// Differs: a box wider than the grid is cut at its border.
/// Source: FreeInit, arXiv 2312.07537; released ConsistI2V implementation.
public struct FrequencyFilter: Sendable, Hashable, Codable {
    public enum Kind: String, Sendable, Codable, Hashable, CaseIterable {
        case gaussian, butterworth, ideal, box
    }

    public var kind: Kind
    /// Normalised stop frequencies in space and time, 0 (nothing passes) to 1.
    public var spatialStop: Double
    public var temporalStop: Double
    /// Order n of the Butterworth filter.
    public var order: Int

    public init(
        _ kind: Kind = .gaussian, spatialStop: Double = 0.25, temporalStop: Double = 0.25, order: Int = 4
    ) {
        (self.kind, self.spatialStop, self.temporalStop, self.order) = (
            kind, spatialStop, temporalStop, order
        )
    }

    enum CodingKeys: String, CodingKey {
        case kind = "filter"
        case spatialStop = "d_s"
        case temporalStop = "d_t"
        case order = "n"
    }

    /// The mask `[F, H, W]`, zero frequency in the middle (index ⌊N/2⌋), computed in Double.
    public func mask(frames: Int, height: Int, width: Int) -> Tensor {
        let mask = Tensor([frames, height, width], filledWith: 0)
        guard spatialStop > 0, temporalStop > 0 else { return mask }
        if kind == .box {
            fillBox(mask)
            return mask
        }
        var position = mask.pointer
        for t in 0..<frames {
            let time = spatialStop / temporalStop * (2 * Double(t) / Double(frames) - 1)
            for y in 0..<height {
                let row = 2 * Double(y) / Double(height) - 1
                for x in 0..<width {
                    let column = 2 * Double(x) / Double(width) - 1
                    position.pointee = Float(gain(time * time + row * row + column * column))
                    position += 1
                }
            }
        }
        return mask
    }

    private func gain(_ squaredDistance: Double) -> Double {
        switch kind {
        case .gaussian: exp(-squaredDistance / (2 * spatialStop * spatialStop))
        case .butterworth:
            1 / (1 + pow(squaredDistance / (spatialStop * spatialStop), Double(order)))
        case .ideal: squaredDistance <= 2 * spatialStop ? 1 : 0
        case .box: 0
        }
    }

    private func fillBox(_ mask: Tensor) {
        let (frames, height, width) = (mask.shape[0], mask.shape[1], mask.shape[2])
        let reach = Int((Double(height / 2) * spatialStop).rounded(.toNearestOrEven))
        let duration = Int((Double(frames / 2) * temporalStop).rounded(.toNearestOrEven))
        func extent(_ length: Int, _ half: Int) -> Range<Int> {
            max(length / 2 - half, 0)..<min(length / 2 + half, length)
        }
        for t in extent(frames, duration) {
            for y in extent(height, reach) {
                for x in extent(width, reach) { mask.pointer[(t * height + y) * width + x] = 1 }
            }
        }
    }
}
