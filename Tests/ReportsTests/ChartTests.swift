import Foundation
import FoundationXML
import Reports
import Testing

/// The texts of a drawing with their places.
private final class DrawnTexts: NSObject, XMLParserDelegate {
    struct Item {
        var text: String
        var x: Double
        var y: Double
        var anchor: String
    }

    private(set) var items: [Item] = []
    private var current: Item?

    init(_ svg: String) {
        super.init()
        let parser = XMLParser(data: Data(svg.utf8))
        parser.delegate = self
        #expect(parser.parse())
    }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
        qualifiedName: String?, attributes: [String: String] = [:]
    ) {
        guard name == "text" else { return }
        current = Item(
            text: "", x: Double(attributes["x"] ?? "") ?? .nan, y: Double(attributes["y"] ?? "") ?? .nan,
            anchor: attributes["text-anchor"] ?? "start")
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { current?.text += string }

    func parser(
        _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
    ) {
        guard name == "text", let item = current else { return }
        items.append(item)
        current = nil
    }

    /// Everything drawn, without spaces: names may be broken anywhere.
    var joined: String { items.map(\.text).joined().filter { $0 != " " } }
}

@Suite struct LongNameTests {
    private let longNames = [
        "ConsistI2V with its published weights, 50 steps, guidance 7.5 and FrameInit at 0.25 of the spectrum",
        "consisti2v_without_frameinit_without_temporal_conditioning_without_spatial_conditioning_seed_1234",
        "short",
        String(repeating: "unbroken", count: 20),
    ]

    private func charts() throws -> [Chart] {
        var content = SampleContent.demo
        for index in content.variants.indices { content.variants[index].title = longNames[index] }
        return try Report(content).charts
    }

    @Test func nothingOfALongNameIsLost() throws {
        for chart in try charts() {
            let drawn = DrawnTexts(chart.svg)
            for name in longNames {
                #expect(drawn.joined.contains(name.filter { $0 != " " }), "\(name) in \(chart.path)")
            }
            #expect(!drawn.joined.contains("…"))
        }
    }

    @Test func namesStayOnTheDrawingAndApart() throws {
        for chart in try charts() {
            let drawn = DrawnTexts(chart.svg)
            let width = 0.56 * 13
            let starts = drawn.items.filter { $0.anchor == "start" && !$0.text.isEmpty }
            for item in starts where item.x > 300 || item.y > 55 {
                #expect(item.x + Double(item.text.count) * width <= 866, "\(item.text) in \(chart.path)")
            }
            for (index, item) in starts.enumerated() {
                for other in starts.dropFirst(index + 1) where other.x == item.x {
                    #expect(abs(other.y - item.y) >= 14, "\(item.text) and \(other.text) in \(chart.path)")
                }
            }
        }
    }

    @Test func longCategoriesAreWhole() throws {
        let category = "Scenery of mountains, rivers and cities at night_time"
        let content = SampleContent.make(
            categories: ["Food": 1, "Scenery of mountains, rivers and cities at night_time": 1],
            metrics: Array(SampleContent.metrics.prefix(1)))
        let chart = try #require(try Report(content).charts.last)
        #expect(DrawnTexts(chart.svg).joined.contains(category.filter { $0 != " " }))
    }
}

@Suite struct ExtrapolationChartTests {
    private func chart(_ titles: [String]) -> ExtrapolationChart {
        let counts = [2048, 1365, 1024, 819, 682, 585, 512]
        return ExtrapolationChart(
            title: "FVD against the number of videos",
            subtitle: "I3D features, TATS protocol · synthetic weights",
            axisTitle: "FVD (i3d-tats)",
            series: titles.enumerated().map { place, title in
                let (intercept, slope) = (212.4 + 31 * Double(place), 41_000 - 6000 * Double(place))
                return .init(
                    title: title, place: place,
                    points: counts.enumerated().map { index, count in
                        .init(
                            count: count,
                            value: intercept + slope / Double(count) + (index % 2 == 0 ? 0.9 : -0.9),
                            spread: index == 0 ? nil : 1.5 + 0.5 * Double(index))
                    }, intercept: intercept, slope: slope, interceptError: place == 1 ? nil : 1.1)
            })
    }

    @Test func isTheGoldenText() throws {
        let chart = chart(["ConsistI2V", "w/o FrameInit", "w/o FrameInit, T.Cond., S.Cond."])
        try Golden.expect(chart.svg, equals: "extrapolation.svg")
        #expect(
            chart.description.contains("ConsistI2V: 293.38 at N = 512, 233.32 at N = 2048, 212.40 ± 1.10 at"))
    }

    @Test func isReadableInLightAndDark() throws {
        let svg = chart(["a <b> & \"c\"", "d"]).svg
        let drawn = DrawnTexts(svg)
        #expect(svg.contains("prefers-color-scheme: dark") && svg.contains("<title id=\"title\">"))
        #expect(drawn.items.contains { $0.text == "∞" } && drawn.items.contains { $0.text == "2048" })
        #expect(drawn.joined.contains("243.40atN→∞"))
        // Numbers of videos do not run into each other.
        let ticks = drawn.items.filter { $0.y == 392 }.sorted { $0.x < $1.x }
        for (left, right) in zip(ticks, ticks.dropFirst()) { #expect(right.x - left.x >= 20) }
    }

    @Test func survivesSparseSeries() {
        let empty = ExtrapolationChart(
            title: "t", subtitle: "s", axisTitle: "a",
            series: [.init(title: "flat", place: 0, points: [], intercept: 0, slope: 0)])
        #expect(!empty.svg.contains("NaN") && !empty.svg.contains("–\""))
        let single = ExtrapolationChart(
            title: "t", subtitle: "s", axisTitle: "a",
            series: [
                .init(
                    title: "one", place: 9, points: [.init(count: 3, value: 5)], intercept: -4, slope: 27)
            ])
        #expect(XMLParser(data: Data(single.svg.utf8)).parse())
    }
}
