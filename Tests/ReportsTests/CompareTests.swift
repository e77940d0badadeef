import Foundation
import Reports
import Statistics
import Testing

@Suite struct CompareTests {
    /// A run of one row: values by sample and seed, samples in turn of two categories.
    private func run(
        _ values: [[Double]], title: String = "Ours", suite: String = "mine", seeds: [UInt64]? = nil,
        number: String = "1", change: (inout ReportContent) -> Void = { _ in }
    ) throws -> MeasuredRun {
        var content = SampleContent.small
        let seeds = seeds ?? values.first.map { $0.indices.map { UInt64($0) } } ?? []
        content.suite = .init(
            id: suite, version: "1", title: "Mine",
            categories: [
                .init(name: "even", samples: (values.count + 1) / 2),
                .init(name: "odd", samples: values.count / 2),
            ])
        content.variants = [.init(id: title, title: title, seeds: seeds, weights: .official)]
        content.metrics = [SampleContent.metric("subject_consistency", "Subject", .higher, weights: nil)]
        content.scores = values.enumerated().flatMap { sample, row in
            row.enumerated().map { place, value in
                ReportContent.Score(
                    video: .init(
                        sample: "s\(sample)", category: sample % 2 == 0 ? "even" : "odd", variant: title,
                        seed: seeds.isEmpty ? nil : seeds[place]), metric: "subject_consistency", value: value
                )
            }
        }
        (content.curves, content.costs, content.failures, content.pictures) = ([], [], [], [])
        (content.setValues, content.published, content.provenance.run) = ([], nil, number)
        change(&content)
        return MeasuredRun(try Report(content))
    }

    private let base: [[Double]] = (0..<8).map { [0.5 + 0.01 * Double($0)] }

    @Test func videosArePairedAndTested() throws {
        let steps = [0.0625, 0.125, 0.25, 0.0625, 0.125, 0.5, 0.25, 0.125]
        let better = zip(base, steps).map { [$0[0] + $1] }
        let found = try RunComparison(try run(better), with: try run(base, number: "2"))
        #expect(found.pairs == [.init(variant: "Ours", baseline: "Ours")])
        #expect(found.findings.map(\.category) == [nil, "even", "odd"])
        let all = try #require(found.findings.first)
        #expect(abs(all.difference - 0.1875) <= 1e-12 && all.pairs == 8 && all.samples == 8)
        #expect(abs(all.mean - all.baselineMean - all.difference) <= 1e-12)
        #expect(all.pValue == 1.0 / 128 && all.adjustedPValue == all.pValue && all.isSignificant)
        let interval = try #require(all.interval)
        #expect(interval.lower > 0.06 && interval.lower < 0.1875 && interval.upper < 0.5)
        #expect(all.effect?.superiority == 1)
        let deviation = try #require(Summary(steps)?.standardDeviation)
        #expect(abs(try #require(all.effect?.standardised) - 0.1875 / deviation) <= 1e-9)
        // Four differences of one sign: 2 of 16 patterns, and a family of two categories.
        #expect(found.findings[1].pValue == 0.125 && found.findings[1].adjustedPValue == 0.25)
        #expect(found.gaps.isEmpty && found.notices.isEmpty)
    }

    /// The other way round the sign turns and nothing else.
    @Test func exchangingTheRunsTurnsTheSign() throws {
        let other = base.enumerated().map { [$0.element[0] + 0.02 * Double($0.offset % 3) - 0.01] }
        let one = try RunComparison(try run(other), with: try run(base)).findings
        let back = try RunComparison(try run(base), with: try run(other)).findings
        for (one, back) in zip(one, back) {
            #expect(one.difference == -back.difference && one.pValue == back.pValue)
            #expect(abs((one.effect?.superiority ?? 0) + (back.effect?.superiority ?? 0) - 1) <= 1e-12)
        }
    }

    @Test func onlyCommonSeedsPairAndFinishedVideosMeetEverySeed() throws {
        let seeded = base.map { [$0[0], $0[0] + 0.25] }
        let late = try RunComparison(
            try run(seeded, seeds: [1, 2]), with: try run(seeded, seeds: [2, 3]))
        // Seed 2 is the second value of one run and the first of the other.
        #expect(late.findings[0].pairs == 8 && abs(late.findings[0].difference - 0.25) <= 1e-12)
        let finished = try RunComparison(
            try run(base, title: "SEINE", seeds: []), with: try run(seeded, seeds: [1, 2]))
        #expect(finished.pairs == [.init(variant: "SEINE", baseline: "Ours")])
        #expect(finished.findings[0].pairs == 16 && finished.findings[0].samples == 8)
        #expect(abs(finished.findings[0].difference + 0.125) <= 1e-12)
        let apart = try RunComparison(try run(seeded, seeds: [1, 2]), with: try run(seeded, seeds: [3, 4]))
        #expect(apart.findings.isEmpty)
    }

    @Test func whatDoesNotCompareIsRefusedOrNamed() throws {
        let one = try run(base)
        #expect(throws: ReportError.self) { try RunComparison(one, with: try run(base, suite: "other")) }
        let two = try run(base, title: "B") { content in
            content.variants.append(.init(id: "C", title: "C", seeds: [0]))
        }
        let error = #expect(throws: ReportError.self) { try RunComparison(one, with: two) }
        #expect(error?.description.contains("--variant and --baseline") == true)
        let named = try RunComparison(one, with: two, pair: .init(variant: "Ours", baseline: "B"))
        #expect(named.findings.count == 3)
        #expect(throws: ReportError.self) {
            try RunComparison(one, with: two, pair: .init(variant: "Ours", baseline: "D"))
        }
        let version = try run(base) { $0.metrics[0].version = 2 }
        let gap = try RunComparison(one, with: version)
        #expect(
            gap.findings.isEmpty && gap.gaps.first?.reason.contains("version 1 here and version 2") == true)
        func weighted(_ hash: String) throws -> MeasuredRun {
            try run(base) { $0.metrics[0].identity = hash }
        }
        #expect(
            try RunComparison(try weighted("aa"), with: try weighted("bb")).gaps.first?.reason
                .contains("other weights") == true)
        #expect(try RunComparison(try weighted("aa"), with: try weighted("aa")).gaps.isEmpty)
        let settings = try run(base) { $0.suite.protocolSettings = [.init("size", "64×64")] }
        #expect(
            try RunComparison(one, with: settings).notices == [
                "Protocol, size: none in one run, 64×64 in the other."
            ])
    }

    @Test func setsAreComparedBlockByBlock() throws {
        func set(_ shift: Double, _ pairing: String?) throws -> MeasuredRun {
            try run(base) { content in
                content.metrics.append(SampleContent.metric("fvd@i3d-tats", "FVD", .lower, weights: nil))
                let without = [10.0, 11, 12, 13].enumerated().map { $1 + shift + Double($0) * shift / 8 }
                content.setValues = [
                    .init(
                        variant: "Ours", metric: "fvd@i3d-tats", value: 11.5 + shift, videos: 8, vectors: 8,
                        blocks: [BlockValues(value: 11.5 + shift, without: without, sizes: [2, 2, 2, 2])],
                        pairing: pairing)
                ]
            }
        }
        let found = try RunComparison(try set(4, "p"), with: try set(0, "p"))
        let fvd = try #require(found.findings.first { $0.metric == "fvd@i3d-tats" })
        #expect(fvd.difference == 4 && fvd.method == .jackknife && fvd.pairs == 4 && fvd.effect == nil)
        let interval = try #require(fvd.interval)
        #expect(abs((interval.lower + interval.upper) / 2 - 4) <= 1e-9 && interval.lower < 4)
        let apart = try RunComparison(try set(4, "p"), with: try set(0, "q"))
        #expect(!apart.findings.contains { $0.metric == "fvd@i3d-tats" })
    }

    @Test func theDocumentIsTheGoldenText() throws {
        let better = base.enumerated().map { [$0.element[0] + 0.05 + 0.01 * Double($0.offset % 3)] }
        let found = try RunComparison(
            try run(better) { $0.suite.protocolSettings = [.init("size", "64×64")] },
            with: try run(base, number: "2") { content in
                content.metrics.append(SampleContent.metric("clipsim", "CLIPSIM", .higher, weights: nil))
            })
        try Golden.expect(MarkdownRenderer().render(found.document), equals: "compare.md")
        try Golden.expect(try ComparisonRecord(found).text(), equals: "compare.json")
    }
}
