import Checkpoints
import Media
import Metrics
import Networks
import Synchronization
import Tensor
import Testing

@Suite struct FeatureExtractorTests {
    /// Counts the inputs of forwards by network.
    final class Counter: Sendable {
        private let counts = Mutex<[String: Int]>([:])

        func add(_ network: String, _ inputs: Int) { counts.withLock { $0[network, default: 0] += inputs } }
        func count(_ network: String) -> Int { counts.withLock { $0[network] ?? 0 } }
    }

    /// Only features of chosen frames or of time look at it.
    static let outline = ClipOutline(width: 64, height: 64, frames: nil, framesPerSecond: 8)
    static let frameKeys: [FeatureKey] = [.pairMAE, .clipVBenchFloat, .clipOpenAIPIL, .dinoFloat]

    func frames(_ count: Int, width: Int, height: Int) -> [RGBImage] {
        (0..<count).map { frame in
            let pixels = (0..<width * height * 3).map {
                UInt8(truncatingIfNeeded: ($0 * 7 + frame * 31) ^ ($0 >> 5))
            }
            return RGBImage(width: width, height: height, pixels: pixels)
        }
    }

    func extractors(_ counter: Counter = Counter()) -> FeatureExtractors {
        FeatureExtractors(.demo, weights: { _ in SyntheticWeights() }, onForward: counter.add)
    }

    @Test func framesThatNeedNoResizeAreEmbeddedOnce() throws {
        let counter = Counter()
        let accumulator = try extractors(counter).begin(Self.frameKeys, of: Self.outline)
        accumulator.append(frames(20, width: 64, height: 64))
        let result = accumulator.finish()
        let (features, seconds) = (result.features, result.seconds)
        #expect(result.failures.isEmpty)
        #expect(counter.count("clip_vit_b32") == 20 && counter.count("dino_vitb16") == 20)
        #expect(features[.clipVBenchFloat]?.shape == [20, 64] && features[.dinoFloat]?.shape == [20, 96])
        #expect(features[.clipVBenchFloat]?.values == features[.clipOpenAIPIL]?.values)
        #expect(features[.pairMAE]?.shape == [19, 1])
        #expect(Set(seconds.keys) == ["pixels", "clip_vit_b32", "dino_vitb16"])
    }

    @Test func bothPreparationsShareAForward() throws {
        let counter = Counter()
        let accumulator = try extractors(counter).begin([.clipVBenchFloat, .clipOpenAIPIL], of: Self.outline)
        accumulator.append(frames(3, width: 100, height: 80))
        let features = accumulator.finish().features
        #expect(counter.count("clip_vit_b32") == 6 && counter.count("dino_vitb16") == 0)
        #expect(features[.clipVBenchFloat]?.values != features[.clipOpenAIPIL]?.values)
    }

    @Test func featuresDoNotDependOnHowFramesArrive() throws {
        let video = frames(19, width: 96, height: 72)
        let extractors = extractors()
        let whole = try extractors.begin(Self.frameKeys, of: Self.outline)
        whole.append(video)
        let expected = whole.finish().features
        let pieces = try extractors.begin(Self.frameKeys, of: Self.outline)
        for frame in video { pieces.append([frame]) }
        let found = pieces.finish().features
        for key in Self.frameKeys { #expect(found[key]?.values == expected[key]?.values, "\(key)") }
        // A frame alone, and on one thread, has the same features as among others.
        for key in Self.frameKeys.dropFirst() {
            let row = try Compute.$current.withValue(Compute(threads: 1)) {
                try extractors.feature(key, of: video[17])
            }
            #expect(row.values == expected[key]![17..<18].values, "\(key)")
        }
    }

    @Test func networksAreLoadedOnceAndOnlyWhenNeeded() throws {
        let counter = Counter()
        let extractors = FeatureExtractors(
            .demo,
            weights: { network in
                counter.add(network, 1)
                return SyntheticWeights()
            })
        let pixels = try extractors.begin([.pairMAE], of: Self.outline)
        pixels.append(frames(2, width: 8, height: 8))
        _ = pixels.finish()
        #expect(counter.count("clip_vit_b32") == 0)
        _ = try extractors.feature(.clipText77, ofPrompt: "a cat")
        _ = try extractors.feature(.clipText77, ofPrompt: String(repeating: "a \"cat\"\n🐈 ", count: 1000))
        _ = try extractors.feature(.clipOpenAIPIL, of: frames(1, width: 1, height: 1)[0])
        #expect(counter.count("clip_vit_b32") == 1 && counter.count("dino_vitb16") == 0)
    }

    @Test func framesOfAbsurdOrChangingSizeAreRefused() throws {
        let extractors = extractors()
        let wide = RGBImage(width: 20000, height: 3, pixels: [UInt8](repeating: 0, count: 180_000))
        let refused = try extractors.begin([.dinoFloat, .pairMAE], of: Self.outline)
        refused.append([wide])
        let result = refused.finish()
        #expect(
            result.failures[.dinoFloat] as? MetricError
                == .unsuitableFrames(
                    expected: "a long side of at most 16 times the short one", found: "20000×3"))
        // What one network cannot use, another may.
        #expect(result.features.keys.sorted { $0.extractor < $1.extractor } == [.pairMAE])
        let changing = frames(1, width: 64, height: 64) + frames(1, width: 64, height: 32)
        for key in [FeatureKey.pairMAE, .clipOpenAIPIL] {
            let accumulator = try extractors.begin([key], of: Self.outline)
            accumulator.append(changing)
            #expect(
                accumulator.finish().failures[key] as? MetricError
                    == .unsuitableFrames(expected: "frames of one size", found: "64×64 and 64×32"))
        }
    }

    @Test func identitiesTellConfigurationsApart() throws {
        let published = FeatureExtractors(weights: { _ in SyntheticWeights() })
        let demo = extractors()
        let names = try [published, demo].map { try $0.weightIdentity(for: .dinoFloat)?.sha256 }
        #expect(names[0] == SyntheticWeights().identity.sha256 && names[0] != names[1])
        #expect(try demo.weightIdentity(for: .pairMAE) == nil)
        #expect(
            try demo.weightIdentity(for: .clipText77) == demo.weightIdentity(for: .clipVBenchFloat))
    }

    @Test func unknownFeaturesAreRefused() {
        let key = FeatureKey(extractor: "clip_vit_b32", preprocessing: "sideways")
        #expect(throws: MetricError.unknownFeature(key: key)) {
            try extractors().begin([key], of: Self.outline)
        }
        #expect(throws: MetricError.unknownFeature(key: .dinoFloat)) {
            try extractors().feature(.dinoFloat, ofPrompt: "a cat")
        }
    }
}
