/// A surface: an outline and a paint in coordinates of its own, which a motion places in the picture.
struct Layer: Sendable {
    var shape: Shape
    var paint: Paint
    /// Below 1 the surface lets through what lies behind; it then has no flow of its own.
    var opacity: Double
    var motion: Motion
    /// What it is part of, from the whole to the part: a hull belongs to a sailboat and is a boat.
    var names: [String]
}

/// Surfaces from back to front, seen through a camera.
struct Scene: Sendable {
    private(set) var layers: [Layer] = []
    /// From scene coordinates (a square of 64 by 64) to the picture's.
    var camera: Motion = .still
    /// Of what is being drawn.
    private var names: [String] = []

    mutating func add(
        _ shape: Shape, _ paint: Paint, opacity: Double = 1, _ motion: Motion = .still
    ) {
        layers.append(Layer(shape: shape, paint: paint, opacity: opacity, motion: motion, names: names))
    }

    /// Everything that `draw` adds is part of something called `name`.
    mutating func naming<Result>(_ name: String, _ draw: (inout Scene) -> Result) -> Result {
        names.append(name)
        defer { names.removeLast() }
        return draw(&self)
    }
}
