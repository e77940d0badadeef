import Foundation
import Hashing
import Tensor
import Testing

@Suite struct RandomTests {
    @Test(arguments: TorchNormalGolden.all)
    func normalsMatchTorch(golden: TorchNormalGolden) {
        var source = TorchNormalSource(seed: golden.seed)
        let numbers = source.normals(golden.count)
        #expect(numbers.count == golden.count)
        let quoted = stride(from: 0, to: golden.count, by: golden.step).map { numbers[$0].bitPattern }
        #expect(quoted == golden.bits)
        #expect(abs(numbers.reduce(0) { $0 + Double($1) } - golden.sum) < 1e-12 * Double(golden.count))
    }

    /// The first number of `torch.randn(1), randn(16), randn(1), randn(3)` after `manual_seed(7)`.
    @Test func secondNormalOfASmallDrawWaitsThroughALargeOne() {
        var source = TorchNormalSource(seed: 7)
        let firsts = [1, 16, 1, 3].map { source.normals($0)[0].bitPattern }
        #expect(firsts == [3_189_133_684, 3_190_489_345, 1_061_765_262, 1_050_846_907])
    }

    @Test func shapedDrawIsRowMajor() throws {
        var (flat, shaped) = (TorchNormalSource(seed: 3), TorchNormalSource(seed: 3))
        let tensor = try shaped.normals(shape: [2, 3, 5])
        #expect(tensor.shape == [2, 3, 5])
        #expect(tensor.values == flat.normals(30))
    }

    @Test func twisterMatchesTheAuthorsReference() {
        var generator = MersenneTwister(seed: 5489)
        let words = (0..<10_000).map { _ in generator.nextWord() }
        #expect(Array(words.prefix(3)) == [3_499_211_612, 581_869_302, 3_890_346_734])
        #expect(words[9_999] == 4_123_659_995)
    }

    @Test func integersAreUniformAndBounded() {
        var source = TorchNormalSource(seed: 11)
        var counts = [Int](repeating: 0, count: 7)
        for _ in 0..<70_000 { counts[Int(source.integer(below: 7))] += 1 }
        #expect(counts.allSatisfy { abs($0 - 10_000) < 500 })
    }

    @Test func injectedDrawsKeepTheirOrder() throws {
        var source = InjectedNormals([[1, 2], [3]])
        #expect(try source.normals(2) == [1, 2])
        #expect(throws: InjectedNormals.Failure.count(draw: 1, expected: 4, found: 1)) {
            try source.normals(4)
        }
        #expect(try source.normals(1) == [3])
        #expect(throws: InjectedNormals.Failure.exhausted(draws: 2)) { try source.normals(1) }
    }

    /// `printf '5/walk/0001' | sha256sum | cut -c1-16`
    @Test func sampleSeedsFollowFromIdentity() {
        #expect(SampleSeed.derive(planSeed: 5, sampleID: "walk/0001") == 0x56a6_424f_ac22_f141)
        #expect(SampleSeed.derive(planSeed: 6, sampleID: "walk/0001") != 0x56a6_424f_ac22_f141)
    }
}
