/// An object with its name.
public struct DetectedObject: Sendable, Hashable, Codable {
    /// Where it is, in pixels of the image.
    public let box: Box
    /// How sure the detector is of object and name, 0…1.
    public let score: Float
    /// How sure it is that there is an object, 0…1.
    public let objectness: Float
    /// The name, e.g. "teddy bear".
    public let text: String
}
