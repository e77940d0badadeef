/// Something in a plan file that cannot be carried out, and where it stands.
public struct PlanProblem: Sendable, Hashable {
    /// From 1.
    public var line: Int
    public var text: String

    public init(line: Int, _ text: String) {
        (self.line, self.text) = (line, text)
    }
}
