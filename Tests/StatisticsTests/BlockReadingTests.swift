import Statistics
import Synchronization
import Tensor
import Testing

/// A set whose rows are made when they are asked for, which remembers how many that was at once.
private final class ReadingSet: FeatureSource {
    let name: String
    let rows: Int
    let columns = 6
    let blockRows: Int
    private let seed: UInt64
    private let shift: Double
    private let largest = Mutex(0)

    init(_ name: String, rows: Int, blockRows: Int = 64, seed: UInt64, shift: Double = 0) {
        (self.name, self.rows, self.blockRows) = (name, rows, blockRows)
        (self.seed, self.shift) = (seed, shift)
    }

    /// The most rows that were asked for in one go.
    var largestRead: Int { largest.withLock { $0 } }

    private func row(_ index: Int) -> [Float] {
        var random = SplitMix64(seed: seed &+ UInt64(index) &* 0x9E37_79B9)
        return (0..<columns).map { Float(Double(random.next() >> 40) / 16_777_216 + shift * Double($0 % 2)) }
    }

    func doubles(_ indices: [Int]) throws -> [Double] {
        largest.withLock { $0 = max($0, indices.count) }
        return indices.flatMap { row($0).map(Double.init) }
    }

    var held: FeatureMatrix {
        FeatureMatrix(name: name, rows: rows, columns: columns, values: (0..<rows).flatMap(row))
    }

    /// Videos of `frames` rows each, the last perhaps shorter.
    func videos(of frames: Int) -> [Range<Int>] {
        stride(from: 0, to: rows, by: frames).map { $0..<min($0 + frames, rows) }
    }
}

/// Statistics of sets that are read block by block equal those of sets in memory, and never hold many rows.
@Suite struct BlockReadingTests {
    private let made = ReadingSet("made", rows: 700, seed: 1, shift: 0.05)
    private let real = ReadingSet("real", rows: 530, seed: 2)

    @Test(arguments: [1, 3]) func kernelDistances(_ threads: Int) throws {
        let units = (made.videos(of: 8), real.videos(of: 5))
        let (held, read) = try Compute.$current.withValue(Compute(threads: threads)) {
            (
                try KernelDistance(made.held, real.held, units: units),
                try KernelDistance(made, real, units: units)
            )
        }
        #expect(read == held)
        #expect(made.largestRead <= 512)
        let curve = try #require(read.curve)
        #expect(curve.points.first?.value == read.value && curve.points.first?.units == units.0.count)
        // Without bias nothing is lost towards smaller sets; with noise, errors of the smallest say how much.
        #expect(abs(curve.fit.intercept - read.value) < 4 * read.standardError)
    }

    @Test(arguments: [1, 3]) func subsets(_ threads: Int) throws {
        let units = (made.videos(of: 8), real.videos(of: 5))
        let (held, read) = try Compute.$current.withValue(Compute(threads: threads)) {
            (
                try SubsetKernelDistance(made.held, real.held, subsets: 9, size: 120, units: units),
                try SubsetKernelDistance(made, real, subsets: 9, size: 120, units: units)
            )
        }
        #expect(read == held)
        #expect(made.largestRead == 120 && real.largestRead == 120)
        #expect(try #require(read.standardError) > 0)
        #expect(read.parts.map(\.without.count) == [20, 20])
        #expect(abs(try #require(read.curve?.points.first).value - read.mean) <= 1e-13)
    }

    /// Videos that repeat a frame have fewer independent vectors than frames: less of that is bias as they get more.
    @Test func likeFramesBiasAndThatIsSeen() throws {
        let frames = ReadingSet("frames", rows: 40, seed: 7).held
        let videos = frames.selecting((0..<200).map { $0 / 5 })
        let other = ReadingSet("other", rows: 400, seed: 8)
        let units = (0..<40).map { $0 * 5..<($0 + 1) * 5 }
        let found = try SubsetKernelDistance(
            videos, other, subsets: 20, size: 200, units: (units, nil))
        // Without the pairs of equal frames.
        let apart = try KernelDistance(frames, other)
        let corrected = try #require(found.corrected)
        #expect(found.mean > apart.value)
        #expect(abs(corrected - apart.value) < 0.5 * abs(found.mean - apart.value))
        #expect(try #require(found.curve).fit.slope > 0)
    }

    /// A subset of everything has the error of all pairs.
    @Test func oneSubsetOfEverything() throws {
        let (first, second) = (
            ReadingSet("first", rows: 90, seed: 3), ReadingSet("second", rows: 90, seed: 4)
        )
        let units = (first.videos(of: 3), second.videos(of: 3))
        let all = try KernelDistance(first, second, units: units)
        let subset = try SubsetKernelDistance(first, second, subsets: 1, size: 90, units: units)
        #expect(abs(subset.mean - all.value) <= 1e-13)
        #expect(abs(try #require(subset.standardError) - all.standardError) <= 1e-13)
        #expect(
            zip(subset.parts, all.parts).allSatisfy { one, other in
                zip(one.without, other.without).allSatisfy { abs($0 - $1) <= 1e-13 }
            })
        let curves = (try #require(subset.curve), try #require(all.curve))
        #expect(
            zip(curves.0.points, curves.1.points).allSatisfy {
                abs($0.value - $1.value) <= 1e-13 && $0.units == $1.units
            })
    }

    @Test(arguments: [1, 3]) func neighbourhoods(_ threads: Int) throws {
        let units = (made.videos(of: 8), real.videos(of: 5))
        let (held, read) = try Compute.$current.withValue(Compute(threads: threads)) {
            (
                try PrecisionRecall(generated: made.held, real: real.held, units: units),
                try PrecisionRecall(generated: made, real: real, units: units)
            )
        }
        #expect(read == held)
        #expect(made.largestRead <= 64 && real.largestRead <= 64)
    }

    @Test func inceptionScores() throws {
        for form in [
            InceptionScoreForm.styleGANV, .torchFidelity, .tgan, .tganv2, .styleGAN, .init(splits: 3),
        ] {
            let held = try InceptionScore(logits: made.held, form: form)
            let read = try InceptionScore(reading: made, form: form)
            let differences = zip(held.splitScores, read.splitScores).map { $0 - $1 }
            #expect(worst("inception score", differences, tolerance: 1e-12) <= 1e-12)
            #expect(abs(held.standardDeviation - read.standardDeviation) <= 1e-12)
            let rows = (0..<made.rows).filter { $0 % 3 != 1 }
            let some = try InceptionScore(logits: made.held.selecting(rows), form: form)
            #expect(
                abs(some.mean - (try InceptionScore(reading: made, rows: rows, form: form)).mean) <= 1e-12)
        }
        #expect(made.largestRead <= 64)
        #expect(throws: StatisticsError.self) {
            try InceptionScore(reading: made, rows: [1, 2], form: .styleGANV)
        }
    }

    /// Four times the set: no more rows at once.
    @Test(arguments: [600, 2400]) func largerSetsTakeNoMoreMemory(_ rows: Int) throws {
        let (set, other) = (
            ReadingSet("set", rows: rows, seed: 5), ReadingSet("other", rows: rows, seed: 6)
        )
        let units = (set.videos(of: 4), other.videos(of: 4))
        _ = try PrecisionRecall(generated: set, real: other, units: units)
        _ = try InceptionScore(reading: set, form: .torchFidelity)
        #expect(set.largestRead == 64 && other.largestRead == 64)
        _ = try SubsetKernelDistance(set, other, subsets: 3, size: 200, units: units)
        #expect(set.largestRead == 200 && other.largestRead == 200)
        // Half a set is a block, but never read as a whole.
        _ = try KernelDistance(set, other, jackknife: BlockJackknife(blocks: 2), units: units)
        #expect(set.largestRead == min(512, rows / 2) && other.largestRead == min(512, rows / 2))
    }

    @Test func oddValuesAreNamedWhereTheyLie() {
        struct Odd: FeatureSource {
            let name = "odd"
            let rows = 50
            let columns = 2
            let blockRows = 8
            func doubles(_ indices: [Int]) -> [Double] { indices.flatMap { [0, $0 == 43 ? .nan : 1] } }
        }
        let error = #expect(throws: StatisticsError.self) {
            try PrecisionRecall(generated: Odd(), real: Odd())
        }
        #expect(error?.description.hasPrefix("odd: vector 43 holds nan") == true)
        #expect(throws: StatisticsError.self) { try InceptionScore(reading: Odd(), form: .styleGANV) }
    }
}
