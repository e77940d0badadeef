import Statistics
import Testing

@Suite struct NumpyRandomStateTests {
    @Test func outputsAndShufflesAreNumpys() throws {
        let golden = try StatisticsGoldens().generator
        var random = NumpyRandomState(seed: UInt32(golden.integer("seed")))
        #expect((0..<8).map { _ in Int(random.nextUInt32()) } == golden.integers("uint32"))
        var shuffled = NumpyRandomState(seed: 42)
        let order = shuffled.permutation(2048)
        #expect(Array(order.prefix(16)) == golden.integers("shuffle_2048_first_16"))
        #expect(Array(order.suffix(16)) == golden.integers("shuffle_2048_last_16"))
        var small = NumpyRandomState(seed: 42)
        #expect(small.permutation(10) == golden.integers("shuffle_10"))
        var other = NumpyRandomState(seed: 2020)
        #expect(other.permutation(10) == golden.integers("permutation_10_seed_2020"))
    }

    /// numpy 2: `RandomState(7)`, then `permutation(1)`, `choice(1000, 4, False)`, `permutation(5)` and one more word.
    @Test func drawsFollowOneAnother() {
        var random = NumpyRandomState(seed: 7)
        #expect(random.permutation(1) == [0])
        #expect(random.choice(1000, 4) == drawn.choice)
        #expect(random.permutation(5) == drawn.permutation)
        #expect(random.nextUInt32() == drawn.word)
        #expect(random.permutation(0).isEmpty)
    }

    private let drawn = (
        choice: [778, 334, 271, 802], permutation: [4, 3, 0, 2, 1], word: UInt32(4096143967)
    )
}
