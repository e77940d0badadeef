import Foundation
import Reports
import TestSupport
import Testing

@Suite struct PublishedTests {
    private let results = PublishedResults.bundled

    private func byCategory(_ metric: String) throws -> PublishedTable {
        try #require(results.table("consisti2v_i2v_bench_\(metric)"))
    }

    @Test func everyTableIsWhole() {
        #expect(results.tables.count == 14)
        for table in results.tables {
            #expect(results.sources.contains { $0.id == table.source })
            let columns = Set(table.columns.map(\.id))
            #expect(columns.count == table.columns.count && !table.rows.isEmpty)
            for row in table.rows {
                #expect(Set(row.values.keys).union((row.facts ?? [:]).keys).isSubset(of: columns))
                #expect(!row.values.isEmpty)
            }
            #expect(results.citation(of: table).hasSuffix("table \(table.number)"))
        }
    }

    /// “All” is the mean over 2,951 videos: categories weigh by their counts.
    @Test(arguments: [
        "background_consistency", "subject_consistency", "temporal_flickering", "motion_smoothness",
        "dynamic_degree", "overall_consistency",
    ])
    func allRowsFollowFromTheCategories(_ metric: String) throws {
        let counts = try #require(results.table("consisti2v_i2v_bench_categories"))
        let table = try byCategory(metric)
        for column in table.columns {
            let (sum, weight) = try table.rows.filter { $0.name != "All" }.reduce((0.0, 0.0)) { total, row in
                let count = try #require(counts.value("videos", of: row.name))
                return (total.0 + count * (row.values[column.id] ?? .nan), total.1 + count)
            }
            #expect(weight == 2951)
            let all = try #require(table.value(column.id, of: "All"))
            #expect(abs(sum / weight - all) <= 0.0101, "\(metric) of \(column.id)")
            let main = try #require(results.table(PublishedResults.TableID.i2vBench))
            #expect(main.value(metric, of: column.id) == all)
        }
    }

    /// Object and scene consistency are rates over frames, cut to two decimals: 25 videos in each of four categories,
    /// and 51 and 49 videos in two. The one cell pair that does not fit is the known misprint.
    @Test(arguments: [
        ("object_consistency", ["Pet": 25.0, "Food": 25, "Animal": 25, "Vehicle": 25]),
        ("scene_consistency", ["Scenery-Nature": 51.0, "Scenery-City": 49]),
    ])
    func pooledRatesFollowFromTheCategories(_ metric: String, _ videos: [String: Double]) throws {
        let table = try byCategory(metric)
        var misfits: [String] = []
        for column in table.columns {
            let all = try #require(table.value(column.id, of: "All"))
            func pooled(_ cell: (String) throws -> Double) throws -> Double {
                var frames = 0.0
                for (category, count) in videos {
                    let trials = count * 16
                    // A cut cell stands for the smallest count of frames that is not below it.
                    frames += (try cell(category) / 100 * trials - 1e-6).rounded(.up)
                }
                return frames / (videos.values.reduce(0, +) * 16) * 100
            }
            func follows(_ share: Double) -> Bool { share - all >= -1e-6 && share - all < 0.01 + 1e-6 }
            let printed = try pooled { try #require(table.value(column.id, of: $0)) }
            if !follows(printed) { misfits.append(column.id) }
            let meant = try pooled { category in
                try table.meant(column.id, of: category)
                    ?? #require(table.value(column.id, of: category))
            }
            #expect(follows(meant), "\(metric) of \(column.id): \(meant) for \(all)")
        }
        #expect(misfits == (table.misprints == nil ? [] : ["AnimateAnything"]))
    }

    @Test func theKnownMisprintIsTwoSwappedCells() throws {
        let listed = results.tables.flatMap { table in (table.misprints ?? []).map { (table.id, $0) } }
        #expect(listed.map(\.0) == Array(repeating: "consisti2v_i2v_bench_scene_consistency", count: 2))
        let table = try byCategory("scene_consistency")
        #expect(
            table.meant("AnimateAnything", of: "Scenery-Nature")
                == table.value("AnimateAnything", of: "Scenery-City"))
        #expect(
            table.meant("AnimateAnything", of: "Scenery-City")
                == table.value("AnimateAnything", of: "Scenery-Nature"))
    }

    @Test func tablesAreRelevantByMetricAndSuite() {
        func relevant(_ suite: String, _ metrics: Set<String>) -> [String] {
            results.relevant(toSuite: suite, metrics: metrics)
        }
        #expect(
            relevant("i2v-bench", ["subject_consistency"])
                == ["consisti2v_i2v_bench", "consisti2v_i2v_bench_subject_consistency"])
        #expect(relevant("demo", ["subject_consistency"]) == ["consisti2v_i2v_bench"])
        #expect(
            relevant("msr-vtt", ["fvd@i3d-tats"])
                == ["consisti2v_ablation", "consisti2v_ucf101_msrvtt", "consisti2v_text_to_video"])
        #expect(relevant("demo", ["fvd@i3d-tats"]) == ["consisti2v_ablation"])
        #expect(relevant("demo", ["i2v_subject"]) == [])
    }

    @Test func dynamicDegreeIsACountOfVideos() throws {
        let all = try #require(try byCategory("dynamic_degree").value("ConsistI2V", of: "All"))
        #expect(abs(1106.0 / 2951 * 100 - all) <= 0.005)
    }

    @Test func theAblationRowsSwitchOneMorePartOffEach() throws {
        let table = try #require(results.table(PublishedResults.TableID.ablation))
        let toggles = table.rows.compactMap(\.toggles)
        let off = toggles.map {
            [$0.frameInit, $0.temporalConditioning, $0.spatialConditioning].count { !$0 }
        }
        #expect(off == [0, 1, 2, 3])
        #expect(table.rows.map { $0.values["tflop"] } == [5.168, 5.168, 5.117, 5.015])
        #expect(table.value("fvd", of: "ConsistI2V") == 177.66)
    }

    @Test func aSelectionKeepsItsSources() throws {
        let some = try #require(results.selecting(["consisti2v_ucf101_msrvtt"]))
        #expect(some.tables.count == 1 && some.sources.map(\.id) == ["consisti2v", "cinemo"])
        #expect(results.selecting([]) == nil)
    }

    /// Every number of the collection that the tables were made from is in one of them.
    @Test(.enabled(if: SharedParity.isAvailable)) func nothingIsLost() throws {
        let file = URL(fileURLWithPath: SharedParity.path("specs/published-results.json"))
        let collection = try JSONSerialization.jsonObject(with: Data(contentsOf: file))
        var wanted: [String: Int] = [:]
        func walk(_ value: Any, _ key: String) {
            switch value {
            case let table as [String: Any]: for (key, value) in table { walk(value, key) }
            case let list as [Any]: for value in list { walk(value, key) }
            case let number as Double: wanted["\(number)", default: 0] += 1
            default: break
            }
        }
        walk(collection, "")
        let found = results.tables.flatMap(\.rows).reduce(into: [String: Int]()) { counts, row in
            for value in row.values.values { counts["\(value)", default: 0] += 1 }
        }
        // Counts of protocols stand in words.
        let inWords = Set([2048.0, 2990, 13, 1061, 548].map { "\($0)" })
        for (number, count) in wanted where !inWords.contains(number) {
            #expect(found[number, default: 0] >= count, "\(number)")
        }
    }
}
