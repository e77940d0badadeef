import Foundation
import Tensor

/// How far a tensor is from its golden.
public struct Closeness: CustomStringConvertible, Sendable {
    public let name: String
    public let worst: Float
    public let tolerance: Float
    public let shapes: (actual: [Int], expected: [Int])

    public init(_ name: String, _ actual: Tensor, _ expected: Tensor, tolerance: Float) {
        self.name = name
        self.tolerance = tolerance
        shapes = (actual.shape, expected.shape)
        worst =
            actual.shape == expected.shape
            ? zip(actual.values, expected.values).reduce(0) {
                let difference = abs($1.0 - $1.1)
                return difference.isNaN ? .infinity : max($0, difference)
            } : .infinity
    }

    /// Whether shapes are equal and no element differs by more than the tolerance.
    public var holds: Bool { worst <= tolerance }

    public var description: String {
        shapes.actual == shapes.expected
            ? "\(name): largest difference \(worst), tolerance \(tolerance), ratio \(worst / tolerance)"
            : "\(name): shape \(shapes.actual), golden \(shapes.expected)"
    }
}
