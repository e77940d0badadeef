/// How often a broken download is taken up again, and how long it waits before.
public struct RetryPolicy: Sendable {
    /// Attempts in a row that bring no new byte.
    public var limit = 5
    /// Seconds before the first of them; doubled each time.
    public var firstDelay = 1.0
    public var longestDelay = 60.0

    public init() {}

    func delay(fruitless: Int, asked: Double?) -> Double {
        min(longestDelay, asked ?? firstDelay * Double(1 << min(fruitless, 10)))
    }
}
