import Foundation
import Synchronization
import Tensor

/// The weights in an open checkpoint, under their state-dict names.
public final class CheckpointWeights: WeightSource {
    public let checkpoint: Checkpoint
    private let claim: Provenance?
    private let givenName: String?
    private let digests: DigestCache
    private let known = Mutex<WeightIdentity?>(nil)
    private let shapes: [String: [Int]]

    /// Header key under which this package writes what weights of its own making are.
    public static let provenanceKey = "i2vbench.provenance"

    /// - Parameter provenance: what the weights are, where that follows from the place they were found in.
    ///   Otherwise their hash, their name, and what the file says about itself decide.
    /// - Parameter name: what to call them where the path does not say it, as in a cache of hashes.
    public init(
        _ checkpoint: Checkpoint, provenance: Provenance? = nil, name: String? = nil,
        digests: DigestCache = DigestCache()
    ) {
        self.checkpoint = checkpoint
        (claim, givenName) = (provenance, name)
        self.digests = digests
        let real = checkpoint.weights.filter { !$0.type.isComplex }
        shapes = Dictionary(real.map { ($0.name, $0.shape) }) { first, _ in first }
    }

    /// Who made the weights, their name without the folder they are in, and their hash.
    ///
    /// Cost: the first time, one pass over the file for the hash.
    public var identity: WeightIdentity {
        known.withLock { known in
            if let known { return known }
            let sha256 = digests.digest(of: checkpoint)
            let identity = WeightIdentity(provenance: provenance(sha256), name: name, sha256: sha256)
            known = identity
            return identity
        }
    }

    public var names: Set<String>? { Set(shapes.keys) }

    public func shape(of name: String) -> [Int]? { shapes[name] }

    public func tensor(_ name: String, shape: [Int]) throws -> Tensor {
        let tensor = try checkpoint.tensor(name)
        checkpoint.release(name)
        precondition(tensor.shape == shape, "\(name): \(shape) asked for, \(tensor.shape) announced")
        return tensor
    }

    /// The file's name; component files are all called alike, so theirs starts with the folder.
    private var name: String {
        if let givenName { return givenName }
        let parts = URL(fileURLWithPath: checkpoint.path).pathComponents
        let isComponent = Checkpoint.componentFileNames.contains(parts.last ?? "")
        return parts.suffix(isComponent ? 3 : 1).joined(separator: "/")
    }

    private func provenance(_ sha256: String) -> Provenance {
        let declared = checkpoint.metadata[Self.provenanceKey].flatMap(Provenance.init)
        if declared == .synthetic || declared == .demo { return declared ?? .custom }
        if OfficialFile.all.contains(where: { $0.matches(sha256: sha256) == true }) { return .official }
        let fileName = URL(fileURLWithPath: checkpoint.path).lastPathComponent
        let namesakes = OfficialFile.all.filter { $0.fileNames.contains(fileName) && !$0.isComponent }
        if namesakes.contains(where: { $0.sha256 != nil }) { return .custom }
        return claim ?? (namesakes.isEmpty ? .custom : .official)
    }
}
