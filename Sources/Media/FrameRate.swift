/// Frames per second as the ratio that containers store.
public struct FrameRate: Sendable, Hashable, Codable {
    public let numerator: Int
    public let denominator: Int

    /// - Precondition: both are positive and fit 32 bits.
    public init(_ numerator: Int, _ denominator: Int = 1) {
        precondition(
            numerator > 0 && denominator > 0 && max(numerator, denominator) <= Int(Int32.max),
            "frame rate \(numerator)/\(denominator)")
        self.numerator = numerator
        self.denominator = denominator
    }

    /// The ratio nearest to `value`, exact for multiples of 1/1000.
    public init(_ value: Double) {
        precondition(value > 0 && value < 1e6, "frame rate \(value)")
        let thousandths = max(1, Int((value * 1000).rounded()))
        let divisor = Self.greatestCommonDivisor(thousandths, 1000)
        self.init(thousandths / divisor, 1000 / divisor)
    }

    public var value: Double { Double(numerator) / Double(denominator) }

    private static func greatestCommonDivisor(_ left: Int, _ right: Int) -> Int {
        right == 0 ? left : greatestCommonDivisor(right, left % right)
    }
}

extension FrameRate: CustomStringConvertible {
    public var description: String { denominator == 1 ? "\(numerator)" : "\(numerator)/\(denominator)" }
}
