import Media

/// The two halves of the toy world: clips for training never appear in the test set.
public enum DemoSplit: String, Sendable, CaseIterable, Codable {
    case train, test

    /// Seeds of the split; a clip's seed is `seeds.lowerBound` plus its number.
    public var seeds: Range<UInt64> {
        switch self {
        case .test: 0..<1_000_000
        case .train: 1_000_000..<1_000_000_000
        }
    }
}

/// One rendered clip of the toy world, a pure function of category and seed.
public struct DemoClip: Sendable {
    public let category: String
    public let split: DemoSplit
    /// Counts from 0 within category and split.
    public let number: Int
    /// "a red ball rolls to the right on green grass"
    public let caption: String
    public let objects: [String]
    public let scene: String
    public let motion: [String]
    private let renderer: Renderer

    /// Stable: seeds of generations derive from it.
    public var id: String { Self.id(category: category, split: split, number: number) }

    static func id(category: String, split: DemoSplit, number: Int) -> String {
        let digits = String(number)
        let padded = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        return split == .test ? "\(category)-\(padded)" : "\(category)-\(split.rawValue)-\(padded)"
    }

    /// The categories that can be drawn.
    public static var categories: [String] { SceneFamilies.all.map { $0.id } }

    /// Nil when there is no such category; the number must lie within the split.
    public init?(category: String, split: DemoSplit, number: Int, width: Int, height: Int) {
        guard let family = SceneFamilies.family(category) else { return nil }
        precondition(number >= 0 && number < split.seeds.count, "clip \(number) is outside its split")
        let seed = split.seeds.lowerBound + UInt64(number)
        var random = DemoRandom(category, seed: seed)
        let made = family.make(kind: number % family.kinds, random: &random)
        self.category = category
        self.split = split
        self.number = number
        caption = made.caption.text
        objects = made.caption.objects
        scene = made.caption.scene
        motion = made.caption.motion.map(\.rawValue)
        renderer = Renderer(scene: made.scene, width: width, height: height)
    }

    /// Frames 0 ..< count.
    public func frames(_ count: Int) -> [RGBImage] { (0..<count).map(renderer.image(at:)) }

    public func frame(_ index: Int) -> RGBImage { renderer.image(at: index) }

    /// Exact motion from frame `index` to `index + 1`.
    public func flow(from index: Int) -> OpticalFlow { renderer.flow(from: index) }

    /// Where the things of `objects` are in a frame, as far as they can be seen.
    public func boxes(at index: Int) -> [NamedBox] { renderer.boxes(of: objects, at: index) }
}
