import Foundation

/// Four key points of the first frame and where they are in the last one; between the two they move on straight
/// lines at constant speed.
///
/// Points are pixels of the video's first frame (after resizing and cropping): (0, 0) is its upper left corner,
/// (width, height) its lower right one.
/// Source: arXiv 2402.04324 section 5.5, "based on the coordinates of four selected key points".
/// Differs: the paper gives neither the path nor the border; ours are the straight line and the repeated border pixel.
public struct PerspectiveMove: Sendable, Hashable {
    public let sources: [FramePoint]
    public let targets: [FramePoint]

    /// How the points are written.
    public static let form = "four moves “x,y>x,y”, separated by spaces"

    /// - Parameter text: such as `0,0>20,10 256,0>236,0 256,256>236,256 0,256>20,246`.
    /// - Throws: `GeneratorError.setting` for anything else.
    public init(_ text: String) throws {
        let moves = text.split(whereSeparator: { $0.isWhitespace || $0 == ";" })
        let pairs = moves.map { $0.split(separator: ">", omittingEmptySubsequences: false).map(Self.point) }
        guard pairs.count == 4 else { throw Self.problem("\(pairs.count) of them in “\(text)”") }
        for (move, pair) in zip(moves, pairs) {
            guard pair.count == 2, pair[0] != nil, pair[1] != nil else { throw Self.problem("“\(move)”") }
        }
        (sources, targets) = (pairs.compactMap { $0[0] }, pairs.compactMap { $0[1] })
    }

    /// As `init` reads it.
    public var text: String {
        func text(_ point: FramePoint) -> String { "\(Self.short(point.x)),\(Self.short(point.y))" }
        return zip(sources, targets).map { "\(text($0))>\(text($1))" }.joined(separator: " ")
    }

    /// The map from places of frame `index` to places of the first frame.
    func homography(toSourceAt index: Int, of frames: Int) -> Homography? {
        Homography(from: points(at: index, of: frames), to: sources)
    }

    /// Where the key points are in frame `index` of `frames`.
    package func points(at index: Int, of frames: Int) -> [FramePoint] {
        let way = Double(index) / Double(max(frames - 1, 1))
        return zip(sources, targets).map { source, target in
            FramePoint(x: source.x + way * (target.x - source.x), y: source.y + way * (target.y - source.y))
        }
    }

    private static func problem(_ found: String) -> GeneratorError {
        .setting(
            "points", expected: form, found: found,
            advice: "Example: --points \"0,0>20,10 256,0>236,0 256,256>236,256 0,256>20,246\".")
    }

    private static func point(_ text: Substring) -> FramePoint? {
        let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) }
        guard numbers.count == 2, let x = numbers[0], let y = numbers[1], x.isFinite, y.isFinite else {
            return nil
        }
        return FramePoint(x: x, y: y)
    }

    private static func short(_ number: Double) -> String {
        number == number.rounded() && abs(number) < 1e9 ? "\(Int(number))" : "\(number)"
    }
}

extension PerspectiveMove {
    /// - Throws: `GeneratorError.setting` for key points outside the frame, three of them on a line, or a move on which
    ///   the frame turns over or passes the horizon.
    func validate(frames: Int, width: Int, height: Int) throws {
        let size = FramePoint(x: Double(width), y: Double(height))
        for point in sources where !Self.isInside(point, size, margin: 0) {
            throw Self.outside(point, "key points inside the frame, 0,0 to \(width),\(height)")
        }
        for point in targets where !Self.isInside(point, size, margin: 1) {
            throw Self.outside(
                point,
                "targets at most one frame outside it, \(-width),\(-height) to \(2 * width),\(2 * height)")
        }
        let orientations = Self.orientations(sources)
        guard orientations.allSatisfy({ abs($0) > 1 }) else {
            throw Self.impossible("three key points on one line", "Move one of them off the line.")
        }
        let corners = [(0, 0), (1, 0), (1, 1), (0, 1)].map {
            FramePoint(x: $0.0 * size.x, y: $0.1 * size.y)
        }
        for index in 0..<frames {
            let moved = Self.orientations(points(at: index, of: frames))
            let keepsItsSide = zip(orientations, moved).allSatisfy { $0 * $1 > 0 && abs($1) > 1 }
            guard keepsItsSide, let map = homography(toSourceAt: index, of: frames) else {
                throw Self.impossible(
                    "points that collapse or turn over at frame \(index + 1) of \(frames)",
                    "Keep the order of the points around the frame.")
            }
            let side = map.depth(at: points(at: index, of: frames)[0])
            guard corners.allSatisfy({ map.depth(at: $0) * side > 0 }) else {
                throw Self.impossible(
                    "a horizon inside frame \(index + 1) of \(frames)", "Move the points less far.")
            }
        }
    }

    private static func isInside(_ point: FramePoint, _ size: FramePoint, margin: Double) -> Bool {
        (-margin * size.x...(1 + margin) * size.x).contains(point.x)
            && (-margin * size.y...(1 + margin) * size.y).contains(point.y)
    }

    /// Twice the signed area of each triangle of three of the points.
    private static func orientations(_ points: [FramePoint]) -> [Double] {
        (0..<4).map { left in
            let three = points.indices.filter { $0 != left }.map { points[$0] }
            return (three[1].x - three[0].x) * (three[2].y - three[0].y)
                - (three[1].y - three[0].y) * (three[2].x - three[0].x)
        }
    }

    private static func outside(_ point: FramePoint, _ expected: String) -> GeneratorError {
        .setting(
            "points", expected: expected, found: "\(short(point.x)),\(short(point.y))",
            advice: "Points are pixels of the video's first frame.")
    }

    private static func impossible(_ found: String, _ advice: String) -> GeneratorError {
        .setting("points", expected: "a move that a camera can follow", found: found, advice: advice)
    }
}
