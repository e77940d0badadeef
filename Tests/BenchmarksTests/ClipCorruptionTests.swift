import Benchmarks
import Hashing
import Media
import Testing

@Suite struct ClipCorruptionTests {
    private let frames: [RGBImage]
    private let other: [RGBImage]

    init() throws {
        func clip(_ category: String) throws -> [RGBImage] {
            try #require(DemoClip(category: category, split: .test, number: 0, width: 32, height: 32)).frames(
                16)
        }
        (frames, other) = (try clip("balls"), try clip("fish"))
    }

    private func applied(_ kind: ClipCorruption, _ degree: Double, seed: UInt64 = 1) -> [RGBImage] {
        kind.applied(to: frames, degree: degree, other: other, seed: seed)
    }

    private func changed(_ kind: ClipCorruption, _ degree: Double) -> Int {
        zip(frames, applied(kind, degree)).count { $0 != $1 }
    }

    private func distance(_ kind: ClipCorruption, _ degree: Double) -> Double {
        zip(frames, applied(kind, degree)).reduce(0) { $0 + $1.0.meanAbsoluteDifference(to: $1.1) }
    }

    @Test(arguments: ClipCorruption.allCases) func nothingIsSpoiltAtDegreeZero(kind: ClipCorruption) {
        #expect(applied(kind, 0) == frames)
        #expect(applied(kind, 1).count == 16)
    }

    @Test(arguments: ClipCorruption.allCases) func theSameSeedSpoilsAlike(kind: ClipCorruption) {
        #expect(applied(kind, 0.5) == applied(kind, 0.5))
    }

    @Test(arguments: [ClipCorruption.noise, .blur, .jitter, .shuffle, .freeze, .subjectSwap])
    func higherDegreesSpoilMore(kind: ClipCorruption) {
        let distances = [0.25, 0.5, 1].map { distance(kind, $0) }
        #expect(distances[0] > 0 && distances[0] < distances[1] && distances[1] < distances[2])
    }

    @Test func degreesCountFrames() {
        #expect(changed(.freeze, 1) == 15)
        #expect(Set(applied(.freeze, 1)) == [frames[0]])
        #expect(applied(.freeze, 0.5)[7...] == ArraySlice(repeating: frames[7], count: 9))
        #expect(changed(.subjectSwap, 0.25) == 4 && applied(.subjectSwap, 0.25)[12...] == other[12...])
        #expect(applied(.subjectSwap, 1)[0] == frames[0])
        #expect(changed(.shuffle, 0.5) == 8 && changed(.shuffle, 1) == 16)
        #expect(Set(applied(.shuffle, 1)) == Set(frames))
    }

    @Test func captionsAreSwappedByShare() {
        let swapped = (0..<32).count { ClipCorruption.swapsCaption(ofClip: $0, of: 32, degree: 0.25) }
        #expect(swapped == 8)
        #expect(!(0..<32).contains { ClipCorruption.swapsCaption(ofClip: $0, of: 32, degree: 0) })
        #expect((0..<32).allSatisfy { ClipCorruption.swapsCaption(ofClip: $0, of: 32, degree: 1) })
        #expect(applied(.captionSwap, 1) == frames)
    }
}
