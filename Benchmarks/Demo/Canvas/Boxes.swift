/// Where a kind of thing is in one frame.
public struct NamedBox: Sendable, Hashable {
    public let name: String
    /// Left, top, right, bottom in pixels: the smallest box around all of its pixels that can be seen.
    public let edges: SIMD4<Float>
}

extension Renderer {
    /// The boxes of what can be seen at `frame`, one for each of `names`; what cannot be seen has none.
    func boxes(of names: [String], at frame: Int) -> [NamedBox] {
        let placed = placed(at: frame)
        var edges: [String: SIMD4<Float>] = [:]
        for row in 0..<height {
            for column in 0..<width {
                let centre = Point(Double(column) + 0.5, Double(row) + 0.5)
                guard let surface = placed.frontmost(at: centre) else { continue }
                let (x, y) = (Float(column), Float(row))
                for name in scene.layers[surface].names {
                    let known = edges[name] ?? SIMD4(x, y, x, y)
                    edges[name] = SIMD4(
                        min(known.x, x), min(known.y, y), max(known.z, x + 1), max(known.w, y + 1))
                }
            }
        }
        return names.compactMap { name in edges[name].map { NamedBox(name: name, edges: $0) } }
    }
}
