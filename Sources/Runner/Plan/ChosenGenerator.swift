import Generators

/// A generator that a run is asked for, with what holds for it alone.
public struct ChosenGenerator: Sendable, Hashable {
    /// Where a plan file names it.
    public struct Place: Sendable, Hashable {
        public var file: String
        /// From 1.
        public var line: Int

        public init(file: String, line: Int) { (self.file, self.line) = (file, line) }
    }

    /// Id in the registry.
    public var id: String
    /// What tables call it; nil for the title that its settings give it.
    public var name: String?
    /// All of its options; nil for those of the run that it has.
    public var options: GeneratorOptionValues?
    /// `official`, `demo`, `synthetic[:SALT]` or a path; nil for the run's.
    public var weights: String?
    /// What its videos should stay away from; nil for the run's.
    public var negativePrompt: String?
    /// nil for generators of a command line.
    public var place: Place?

    public init(
        _ id: String, name: String? = nil, options: GeneratorOptionValues? = nil, weights: String? = nil,
        negativePrompt: String? = nil, place: Place? = nil
    ) {
        (self.id, self.name, self.options) = (id, name, options)
        (self.weights, self.negativePrompt, self.place) = (weights, negativePrompt, place)
    }
}

extension ChosenGenerator: ExpressibleByStringLiteral {
    public init(stringLiteral id: String) { self.init(id) }
}

extension ChosenGenerator {
    /// What its rows are called: its name takes the place of the method's, and says itself what is set otherwise.
    ///
    /// - Parameters:
    ///   - title: the generator's with the settings of the row, such as `ConsistI2V w/o FrameInit`.
    ///   - isAblated: whether the row differs from the others of this generator in what is switched off.
    func label(_ title: String, method: String, isAblated: Bool) -> String {
        guard let name else { return title }
        return isAblated && title.hasPrefix(method) ? name + title.dropFirst(method.count) : name
    }

    /// Puts file and line before what is wrong with its settings, where a plan names it.
    func placing<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as GeneratorError {
            guard let place else { throw error }
            throw RunnerError.plan(
                file: place.file,
                problems: [PlanProblem(line: place.line, "systems: “\(name ?? id)”: \(error)")])
        }
    }
}
