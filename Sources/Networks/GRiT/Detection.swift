/// An object that GRiT found, and its description.
public struct Detection: Sendable, Hashable {
    /// Where it is, in pixels of the image that was given.
    public let box: Box
    /// How sure the detector is that there is an object, 0…1; decides which detections are kept.
    public let objectness: Float
    /// Description as token ids, without begin and end.
    public let tokens: [Int]
    /// Mean log-probability of the description's tokens.
    public let logProbability: Float
    /// `√(objectness · e^logProbability)`.
    public let score: Float
}
