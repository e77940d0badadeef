import Foundation
import Hashing
import Media

/// The user's own images or videos, from a manifest or a folder.
public struct FolderSuite: Suite {
    public let definition: SuiteDefinition
    public let samples: [Sample]
    private let decoder: MediaDecoder

    init(definition: SuiteDefinition, samples: [Sample], decoder: MediaDecoder) {
        self.definition = definition
        self.samples = samples
        self.decoder = decoder
    }

    /// - Parameter path: a manifest, a folder with one, or a plain folder.
    ///
    /// Throws: `SuiteError` saying which file and line is wrong and how.
    public init(definition: SuiteDefinition, path: String, decoder: MediaDecoder = MediaDecoder()) throws {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw SuiteError.unreadable(file: path, reason: "there is no such file or folder")
        }
        let samples: [Sample]
        if !isFolder.boolValue {
            samples = try Manifest(file: path).samples
        } else if let manifest = FolderScan.manifest(in: path) {
            samples = try Manifest(file: manifest).samples
        } else {
            samples = try FolderScan(root: path, purpose: .inputs).samples
        }
        self.init(definition: definition, samples: samples, decoder: decoder)
    }

    public func firstFrame(of sample: Sample) throws -> RGBImage {
        if let image = sample.image { return try decoder.image(at: image) }
        guard let video = sample.video ?? sample.reference else {
            throw SuiteError.noInput(file: id, id: sample.id)
        }
        if definition.conditioningFrame == .first { return try decoder.image(at: video) }
        // In two passes, so that a long video is never in memory as a whole.
        let counted = try decoder.video(at: video)
        while try counted.next() != nil {}
        let reader = try decoder.video(at: video)
        let number = definition.conditioningFrame(of: sample.id, frames: counted.frameCount)
        for _ in 0..<number { _ = try reader.next() }
        guard let frame = try reader.next() else { throw MediaError.noFrames(path: video, found: "none") }
        return frame
    }

    public func referenceFrames(of sample: Sample) throws -> [RGBImage]? {
        guard let reference = sample.reference else { return nil }
        return try decoder.frames(at: reference)
    }

    /// Definition, samples and the content of every file they name.
    public var hash: String {
        get throws {
            let inputs = try samples.map { sample in
                try [sample.image, sample.video, sample.reference].map { path in
                    try path.map(Self.contentHash) ?? "-"
                }.joined(separator: " ")
            }
            return try SuiteHash.digest(definition: definition, samples: samples, inputs: inputs)
        }
    }

    /// SHA-256 of a file; of a folder of frames, over the names and hashes of its files.
    private static func contentHash(_ path: String) throws -> String {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw SuiteError.unreadable(file: path, reason: "there is no such file any more")
        }
        guard isFolder.boolValue else { return try SHA256.hex(ofFile: path) }
        let names = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
        let listing = try names.map { "\($0) \(try SHA256.hex(ofFile: "\(path)/\($0)"))" }
        return SHA256.hex(of: listing.joined(separator: "\n").utf8)
    }
}
