import Benchmarks
import Hashing
import Media
import Testing

struct DemoSuiteTests {
    let suite: any Suite

    init() throws { suite = try SuiteRegistry().suite("demo") }

    @Test func hasEightCategoriesOfFour() throws {
        #expect(suite.categoryCounts.count >= 8)
        #expect(suite.categoryCounts.allSatisfy { $0.samples >= 4 })
        #expect(Set(suite.samples.map(\.id)).count == suite.samples.count)
        #expect(suite.samples.first?.id == "balls-0000")
        let settings = suite.protocolSettings
        #expect((settings.frames, settings.width, settings.height) == (16, 64, 64))
        #expect(settings.framesPerSecond == 8)
    }

    @Test func everySampleHasItsWords() {
        let motions = ["left", "right", "up", "down", "rotate", "zoom in", "zoom out"]
        for sample in suite.samples {
            let prompt = sample.prompt ?? ""
            #expect(prompt.split(separator: " ").count >= 6, "\(sample.id): \(prompt)")
            #expect(!sample.objects.isEmpty && sample.scene?.isEmpty == false, "\(sample.id)")
            #expect(!sample.motion.isEmpty && sample.motion.allSatisfy(motions.contains), "\(sample.id)")
            // Directions in the caption and in the labels agree.
            for direction in ["left", "right"] where prompt.contains("to the \(direction)") {
                #expect(sample.motion.contains(direction), "\(sample.id): \(prompt)")
            }
        }
        let seen = Set(suite.samples.flatMap(\.motion))
        #expect(seen.isSuperset(of: ["left", "right", "up", "rotate", "zoom in", "zoom out"]))
    }

    @Test func framesHaveTheProtocolsSize() throws {
        for sample in [suite.samples[5], suite.samples[31]] {
            let frames = try #require(try suite.referenceFrames(of: sample))
            #expect(frames.count == 16)
            #expect(frames.allSatisfy { $0.width == 64 && $0.height == 64 })
            #expect(try suite.firstFrame(of: sample) == frames[0])
            #expect(Set(frames).count == 16, "\(sample.id) stands still")
        }
    }

    @Test func unknownSampleIsRefused() {
        let stranger = Sample(id: "balls-9999", category: "balls")
        #expect(throws: SuiteError.unknownSample(suite: "demo", id: "balls-9999")) {
            _ = try suite.firstFrame(of: stranger)
        }
    }

    @Test func hashFollowsDefinitionAndSamples() throws {
        #expect(try SuiteRegistry().suite("demo").hash == suite.hash)
        var definition = suite.definition
        definition.sampler.steps = 99
        #expect(try DemoSuite(definition: definition).hash != suite.hash)
        definition = suite.definition
        definition.categories[0].clips = 5
        #expect(try DemoSuite(definition: definition).hash != suite.hash)
    }

    @Test func captionsArePinned() {
        let captions = suite.samples.compactMap(\.prompt).joined(separator: "\n")
        #expect(
            SHA256.hex(of: captions.utf8)
                == "4bc8e42d66ef0f844ee7e3f0f05de932083539741f4d7e319481555c9083009f")
        #expect(suite.samples[1].prompt == "a blue ball rolls to the left on a sandy beach")
    }

    /// The bytes of every category's first clip, the same on every machine.
    @Test(arguments: [
        ("balls", "cd4b71ec6f26947655b334edaa056ebe22a4d3151541fef0229ca0221eb6fbce"),
        ("vehicles", "d41fd33e451883b544ebd82bb26a93a4a9c8ef0655d5d669a96a67c39479de0e"),
        ("boats", "e505c9143bd8f79ef4d80476e17938bae0707a3f47491eb4e03aa45a7431b7b5"),
        ("sky", "ac6653aefb5bcd5ec18d35e33bc985293b6dba929c2c361c19016ab3db13e5a2"),
        ("fish", "3aa1d2148de3e5f28b1e409ff871a07b899eddc56b0c592b95c7dd9d537cf69f"),
        ("landscapes", "1afdefc5b949d16e50ab6d89548c990fd5bdee519e4e08e4c8e637c111093536"),
        ("houses", "de89efa00ae5d51c26525acd9b3c6fc8652c7dfbee0b75057dd0f5ac532fc139"),
        ("windmills", "d3fb93b823a928b746a652652eb90847c8c67ded2d3ed0cd081441dfca0289a4"),
    ])
    func bytesArePinned(category: String, expected: String) throws {
        let clip = try #require(DemoClip(category: category, split: .test, number: 0, width: 64, height: 64))
        let bytes = [0, 9].flatMap { clip.frame($0).pixels }
        #expect(SHA256.hex(of: bytes) == expected)
    }

    @Test func splitsShareNothing() throws {
        #expect(!DemoSplit.train.seeds.overlaps(DemoSplit.test.seeds))
        var frames: Set<[UInt8]> = []
        var count = 0
        for split in DemoSplit.allCases {
            for category in ["balls", "fish", "sky"] {
                for number in 0..<12 {
                    let clip = try #require(
                        DemoClip(category: category, split: split, number: number, width: 64, height: 64))
                    frames.insert(clip.frame(0).pixels)
                    count += 1
                    #expect(clip.id.contains("train") == (split == .train))
                }
            }
        }
        #expect(frames.count == count)
    }

    @Test func unknownCategoryIsNamed() throws {
        var definition = suite.definition
        definition.categories = [.init(id: "dragons", clips: 4)]
        do {
            _ = try DemoSuite(definition: definition)
            Issue.record("dragons were drawn")
        } catch let error as SuiteError {
            #expect("\(error)".contains("dragons") && "\(error)".contains("windmills"))
            #expect(error.exitCode == 65)
        }
    }
}
