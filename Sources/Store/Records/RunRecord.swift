/// One plan and how far it is.
public struct RunRecord: Sendable, Hashable, Codable {
    /// How the last process that worked on the run left it.
    public enum State: String, Sendable, Codable { case running, interrupted, partial, finished }

    public var id: Int64
    public var planHash: String
    /// The plan as JSON.
    public var plan: String
    public var suite: SuiteRecord
    public var codeVersion: String
    /// Processor, cores, memory and operating system as JSON.
    public var machine: String
    public var state: State
    public var started: String
    public var finished: String?
}
