/// Where a layer is at every frame.
struct Motion: Sendable {
    private let placement: @Sendable (Double) -> Affine

    /// - Parameter placement: from the layer's coordinates to its parent's, at a frame index.
    init(_ placement: @escaping @Sendable (Double) -> Affine) { self.placement = placement }

    func callAsFunction(_ frame: Double) -> Affine { placement(frame) }

    static let still = Motion { _ in .identity }

    static func at(_ x: Double, _ y: Double) -> Motion { Motion { _ in .shift(x, y) } }

    /// From (x, y) at frame 0, by (dx, dy) a frame.
    static func glide(_ x: Double, _ y: Double, _ dx: Double, _ dy: Double) -> Motion {
        Motion { frame in .shift(x + dx * frame, y + dy * frame) }
    }

    /// About the origin, `perFrame` turns a frame.
    static func spin(_ perFrame: Double, from start: Double = 0) -> Motion {
        Motion { frame in .rotation(turns: start + perFrame * frame) }
    }

    /// To and fro about the origin, `amount` turns each way.
    static func rock(_ amount: Double, period: Double, phase: Double = 0) -> Motion {
        Motion { frame in
            .rotation(turns: amount * Trigonometry.sine(turns: phase + frame / period))
        }
    }

    /// The motion of something that is carried: first `carried`, then this.
    func carrying(_ carried: Motion) -> Motion {
        Motion { frame in placement(frame) * carried(frame) }
    }
}
