/// Wall seconds by stage.
struct StageClock {
    private(set) var seconds: [String: Double] = [:]
    private var started = ContinuousClock.now

    /// Ends the stage `name`; the next one begins.
    mutating func finish(_ name: String) {
        let now = ContinuousClock.now
        let parts = (now - started).components
        seconds[name, default: 0] += Double(parts.seconds) + Double(parts.attoseconds) * 1e-18
        started = now
    }
}
