/// Draws that were made elsewhere, handed out in order: for comparing a sampler with a reference run.
public struct InjectedNormals: NormalSource, Sendable {
    /// What went wrong with a draw.
    public enum Failure: Error, Sendable, Equatable, CustomStringConvertible {
        case exhausted(draws: Int)
        case count(draw: Int, expected: Int, found: Int)

        public var description: String {
            switch self {
            case .exhausted(let draws):
                return "all \(draws) injected draws are used up; add the missing draw to the list."
            case .count(let draw, let expected, let found):
                return "injected draw \(draw) holds \(found) numbers, the sampler asked for \(expected); "
                    + "check the order and the shapes of the draws."
            }
        }
    }

    private let draws: [[Float]]
    private var position = 0

    public init(_ draws: [[Float]]) { self.draws = draws }

    /// Draws not yet handed out.
    public var remaining: Int { draws.count - position }

    public mutating func normals(_ count: Int) throws -> [Float] {
        guard position < draws.count else { throw Failure.exhausted(draws: draws.count) }
        let draw = draws[position]
        guard draw.count == count else {
            throw Failure.count(draw: position, expected: count, found: draw.count)
        }
        position += 1
        return draw
    }
}
