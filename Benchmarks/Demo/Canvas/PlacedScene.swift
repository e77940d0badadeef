/// A layer with its place in one frame's picture. A class, since copying its closures would cost more than drawing.
final class PlacedLayer: Sendable {
    let shape: Shape
    let paint: Paint
    let opacity: Double
    let toPicture: Affine
    let fromPicture: Affine
    let bounds: Bounds

    init(layer: Layer, toPicture: Affine) {
        shape = layer.shape
        paint = layer.paint
        opacity = layer.opacity
        self.toPicture = toPicture
        fromPicture = toPicture.inverse
        bounds = layer.shape.bounds.transformed(by: toPicture)
    }

    func covers(_ point: Point) -> Bool {
        point.x >= bounds.left && point.x <= bounds.right && point.y >= bounds.top
            && point.y <= bounds.bottom && shape.contains(fromPicture(point))
    }
}

/// All layers of one frame, back to front.
struct PlacedScene: Sendable {
    let layers: [PlacedLayer]

    /// The layers whose bounds touch a rectangle.
    func touching(_ area: Bounds) -> PlacedScene {
        PlacedScene(
            layers: layers.filter { layer in
                let bounds = layer.bounds
                return bounds.left <= area.right && bounds.right >= area.left && bounds.top <= area.bottom
                    && bounds.bottom >= area.top
            })
    }

    /// The mean colour over one pixel, from side² samples on a regular grid.
    func mean(column: Int, row: Int, side: Int) -> SIMD3<Double> {
        var sum = SIMD3<Double>.zero
        for sample in 0..<(side * side) {
            let point = Point(
                Double(column) + (Double(sample % side) + 0.5) / Double(side),
                Double(row) + (Double(sample / side) + 0.5) / Double(side))
            sum += color(at: point).components
        }
        return sum / Double(side * side)
    }

    func color(at point: Point) -> Color {
        var color = SIMD3<Double>.zero
        var remaining = 1.0
        for layer in layers.reversed() {
            let own = layer.fromPicture(point)
            guard layer.shape.contains(own) else { continue }
            let share = remaining * layer.opacity
            color += layer.paint(own).components * share
            remaining -= share
            if remaining <= 0 { break }
        }
        return Color(components: color)
    }

    /// The opaque layer seen at a point; nil when nothing or something translucent is in front.
    func owner(at point: Point) -> Int? {
        guard let front = layers.indices.last(where: { layers[$0].covers(point) }) else { return nil }
        return layers[front].opacity == 1 ? front : nil
    }

    /// The opaque layer at a point, looking through translucent ones.
    func frontmost(at point: Point) -> Int? {
        layers.indices.last { layers[$0].opacity == 1 && layers[$0].covers(point) }
    }
}
