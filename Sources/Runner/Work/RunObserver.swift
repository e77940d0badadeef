/// The parts that a run consists of.
public enum RunStage: String, Sendable, Codable, CaseIterable {
    case generate, score, reference, sets, report
}

/// Is told how a run goes on. Calls come from one thread at a time.
public protocol RunObserver: Sendable {
    /// - Parameter done: units that earlier runs have finished.
    func begin(_ stage: RunStage, total: Int, done: Int)
    /// Called after every unit.
    func advance(_ stage: RunStage, done: Int)
    /// Called within long units.
    func step(_ stage: RunStage, unit: String, step: Int, of steps: Int)
    /// Something that the reader should know now, such as the failure of a sample.
    func note(_ text: String)
    func end(_ stage: RunStage)
}

/// Says nothing.
public struct SilentObserver: RunObserver {
    public init() {}
    public func begin(_ stage: RunStage, total: Int, done: Int) {}
    public func advance(_ stage: RunStage, done: Int) {}
    public func step(_ stage: RunStage, unit: String, step: Int, of steps: Int) {}
    public func note(_ text: String) {}
    public func end(_ stage: RunStage) {}
}
