import Generators

/// Settings of FrameInit that are tried against each other: every number of noise steps with every stop frequency.
///
/// Source: arXiv 2402.04324, figure 7.
public struct FrameInitGrid: Sendable, Hashable {
    /// One setting; without FrameInit there is neither number.
    public struct Point: Sendable, Hashable, Codable {
        /// τ, steps of noise on the static video of the first frame.
        public var steps: Int?
        /// D₀, the filter's stop frequency in space and time.
        public var stopFrequency: Double?

        public init(steps: Int?, stopFrequency: Double?) {
            (self.steps, self.stopFrequency) = (steps, stopFrequency)
        }

        /// Tables and picture files call the row so; plain letters, which every font has.
        public var label: String {
            guard let steps, let stopFrequency else { return "without FrameInit" }
            let number = stopFrequency.description
            return "tau \(steps), D0 \(number.hasSuffix(".0") ? String(number.dropLast(2)) : number)"
        }
    }

    /// τ: from 0 (no noise) to 1000, which leaves nothing of the video.
    public var steps: [Int]
    /// D₀, from 0 (nothing passes) to 1.
    public var stopFrequencies: [Double]
    /// Whether a row without FrameInit comes last.
    public var includesBaseline: Bool

    /// The last step of the training schedule, and the name that the paper gives it.
    static let allSteps = 1000

    /// - Throws: `RunnerError.option` for values out of range, twice given, or none.
    public init(steps: [Int], stopFrequencies: [Double], includesBaseline: Bool = false) throws {
        try Self.check(steps, "--tau", expected: "whole numbers from 0 to \(Self.allSteps)") {
            (0...Self.allSteps).contains($0)
        }
        try Self.check(stopFrequencies, "--d0", expected: "numbers from 0 to 1") { (0...1).contains($0) }
        (self.steps, self.stopFrequencies) = (steps, stopFrequencies)
        self.includesBaseline = includesBaseline
    }

    private static func check<Value: Hashable>(
        _ values: [Value], _ option: String, expected: String, _ isValid: (Value) -> Bool
    ) throws {
        let list = values.map { "\($0)" }.joined(separator: ",")
        guard !values.isEmpty, values.allSatisfy(isValid) else {
            throw RunnerError.option(
                option, expected: expected + ", separated by commas", found: list,
                advice: "The released model uses --tau 850 --d0 0.25.")
        }
        guard Set(values).count == values.count else {
            throw RunnerError.option(
                option, expected: "every value once", found: list, advice: "Leave the repeated ones out.")
        }
    }

    /// Row by row: every τ with every D₀.
    public var points: [Point] {
        steps.flatMap { steps in
            stopFrequencies.map { Point(steps: steps, stopFrequency: $0) }
        } + (includesBaseline ? [Point(steps: nil, stopFrequency: nil)] : [])
    }

    /// The setting of a point, with everything else as it was.
    static func frameInit(_ point: Point, from base: FrameInit) -> FrameInit? {
        guard let steps = point.steps, let stop = point.stopFrequency else { return nil }
        var result = base
        // A thousand steps of noise end at the last of the timesteps, which count from 0.
        result.timestep = min(steps, allSteps - 1)
        (result.filter.spatialStop, result.filter.temporalStop) = (stop, stop)
        return result
    }
}
