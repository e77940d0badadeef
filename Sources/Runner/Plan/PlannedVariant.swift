import Checkpoints
import Generators
import Hashing
import Store

/// One row of a run's tables: how its videos come about.
public struct PlannedVariant: Sendable, Hashable, Codable {
    public enum Kind: String, Sendable, Codable {
        /// Made by a generator from first frame, prompt and seed.
        case generated
        /// Finished files that the samples name.
        case imported
        /// The suite's own real clips, scored for comparison.
        case reference
    }

    /// The three switches of the ablation.
    public struct Toggles: Sendable, Hashable, Codable {
        public var frameInit: Bool
        public var temporalConditioning: Bool
        public var spatialConditioning: Bool

        public init(frameInit: Bool, temporalConditioning: Bool, spatialConditioning: Bool) {
            self.frameInit = frameInit
            self.temporalConditioning = temporalConditioning
            self.spatialConditioning = spatialConditioning
        }
    }

    /// What tables call the row; unique in a run.
    public var label: String
    public var kind: Kind
    public var generator: GeneratorIdentity
    public var toggles: Toggles?
    /// Numbers of a sample's videos, where another system brought several; they stand where seeds would.
    public var indices: [UInt64]?
    /// Place in a grid of FrameInit's settings; nil outside of one.
    public var gridPoint: FrameInitGrid.Point?

    public init(
        label: String, kind: Kind, generator: GeneratorIdentity, toggles: Toggles? = nil,
        indices: [UInt64]? = nil, gridPoint: FrameInitGrid.Point? = nil
    ) {
        self.gridPoint = gridPoint
        self.label = label
        self.kind = kind
        self.generator = generator
        self.toggles = toggles
        self.indices = indices
    }

    /// Videos that exist already, made by whatever model.
    public static func imported(label: String) -> PlannedVariant {
        PlannedVariant(
            label: label, kind: .imported,
            generator: GeneratorIdentity(id: "external", version: 1, settings: [:], weights: []))
    }

    /// The real clips of a suite.
    public static let reference = PlannedVariant(
        label: "real clips", kind: .reference,
        generator: GeneratorIdentity(id: "reference", version: 1, settings: [:], weights: []))
}

extension PlannedVariant {
    private struct Essence: Codable {
        var arithmetic: String
        var generator: GeneratorIdentity
    }

    /// SHA-256 over everything that decides the pixels apart from sample and seed.
    package func generatorHash(arithmetic: String) throws -> String {
        SHA256.hex(of: try identityText(arithmetic: arithmetic).utf8)
    }

    private func identityText(arithmetic: String) throws -> String {
        // Copied files do not depend on how this machine computes.
        try CanonicalJSON.text(
            Essence(arithmetic: kind == .generated ? arithmetic : "none", generator: generator))
    }

    /// The worst provenance among the generator's weights; `external` for videos that came finished.
    public var provenance: String {
        guard kind == .generated else { return "external" }
        return generator.weights.map(\.provenance).max { $0.trust > $1.trust }?.rawValue ?? "external"
    }

    /// `synthetic weights` or `demo weights` for videos that say nothing about a published model, else nil.
    public var weightsLabel: String? {
        [Provenance.synthetic, .demo].map(\.rawValue).contains(provenance) ? "\(provenance) weights" : nil
    }

    func record(arithmetic: String) throws -> GeneratorRecord {
        let identity = try identityText(arithmetic: arithmetic)
        return GeneratorRecord(
            hash: SHA256.hex(of: identity.utf8), name: generator.id, version: generator.version,
            identity: identity, provenance: provenance)
    }
}

extension Provenance {
    /// How much a number made with such weights says; the least of several is what a reader must know.
    var trust: Int {
        switch self {
        case .official: 3
        case .custom: 2
        case .demo: 1
        case .synthetic: 0
        }
    }
}
