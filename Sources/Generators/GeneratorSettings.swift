/// Frames, size and pace of a video.
public struct VideoFormat: Sendable, Hashable {
    public var frames: Int
    public var width: Int
    public var height: Int
    public var framesPerSecond: Double

    public init(frames: Int, width: Int, height: Int, framesPerSecond: Double) {
        (self.frames, self.width, self.height) = (frames, width, height)
        self.framesPerSecond = framesPerSecond
    }
}

extension VideoFormat {
    /// Largest frame edge and frame count that are accepted, so that a slip of the keyboard is refused before memory is
    /// taken for it.
    private static let edgeLimit = 4096
    private static let frameLimit = 1024

    /// - Parameter reduction: pixels per latent cell along each side.
    /// - Throws: `GeneratorError.setting` naming the first number that is out of range.
    func validate(reduction: Int) throws {
        for (name, value) in [("width", width), ("height", height)] {
            let nearest = (value + reduction / 2) / reduction * reduction
            guard (reduction...Self.edgeLimit).contains(value), value % reduction == 0 else {
                throw GeneratorError.setting(
                    name, expected: "a multiple of \(reduction) from \(reduction) to \(Self.edgeLimit)",
                    found: "\(value)",
                    advice: "The nearest one is \(min(max(nearest, reduction), Self.edgeLimit)).")
            }
        }
        guard (2...Self.frameLimit).contains(frames) else {
            throw GeneratorError.setting(
                "frames", expected: "2 to \(Self.frameLimit)", found: "\(frames)",
                advice: "The first frame is the image itself.")
        }
        guard framesPerSecond > 0, framesPerSecond <= 1000 else {
            throw GeneratorError.setting(
                "frames per second", expected: "above 0, at most 1000", found: "\(framesPerSecond)",
                advice: "8 is usual.")
        }
    }
}

/// Everything that decides a generator's videos apart from the weights and the request.
public protocol GeneratorSettings: Codable, Sendable, Hashable {
    /// The defaults of the full-size model.
    init()
    var format: VideoFormat { get set }
    /// The options that change settings. They are applied in this order, so one that stands for several comes first.
    static var options: [SettingOption<Self>] { get }
    /// Refuses options that contradict each other.
    static func validate(_ values: GeneratorOptionValues) throws
    /// What is allowed but lies outside of what the model was trained for.
    var warnings: [String] { get }
}

extension GeneratorSettings {
    public static func validate(_ values: GeneratorOptionValues) throws {}

    public var warnings: [String] { [] }

    /// Puts what was given over these settings; names that are no option here are left out.
    public mutating func apply(_ values: GeneratorOptionValues) {
        for option in Self.options {
            if let value = values[option.declaration.name] { option.apply(&self, value) }
        }
    }
}
