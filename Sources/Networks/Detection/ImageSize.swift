/// Extent of an image in pixels.
struct ImageSize: Sendable, Hashable {
    let width: Int
    let height: Int
}
