import Foundation

/// Which level of a feature pyramid describes a box: large boxes belong to coarse levels.
///
/// `clamp(⌊canonicalLevel + log₂(√area / canonicalSize + 1e-8)⌋, finest, coarsest)`, where level l has stride 2^l.
/// Source: Lin et al. 2017, Feature Pyramid Networks, as detectron2 assigns.
public struct PyramidAssignment: Sendable, Hashable {
    public let finest: Int
    public let coarsest: Int
    public var canonicalSize: Float = 224
    public var canonicalLevel = 4

    public init(finest: Int, coarsest: Int) { (self.finest, self.coarsest) = (finest, coarsest) }

    /// Index of the level, 0 for the finest. A box without area belongs to the finest.
    public func index(of box: Box) -> Int {
        let level = Float(canonicalLevel) + log2(box.area.squareRoot() / canonicalSize + 1e-8)
        guard level >= Float(finest) else { return 0 }
        return Int(min(level.rounded(.down), Float(coarsest))) - finest
    }
}
