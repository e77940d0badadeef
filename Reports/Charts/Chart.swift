/// A finished picture of numbers.
public struct Chart: Sendable, Equatable {
    /// Relative to the folder of the report.
    public var path: String
    public var svg: String
    /// For readers who cannot see the picture.
    public var description: String
    /// Printed below the picture.
    public var caption: String

    public init(path: String, svg: String, description: String, caption: String) {
        self.path = path
        self.svg = svg
        self.description = description
        self.caption = caption
    }
}
