/// Colours and type of all charts, for light and dark pages.
enum ChartStyle {
    /// Series colours that stay apart under the common kinds of colour blindness, each with at least 3:1 contrast
    /// to its page: after Okabe and Ito, darkened for white and lightened for black.
    static let light = [
        "#0072b2", "#d55e00", "#008f68", "#aa3c82", "#8a6d00", "#3b6fd4", "#5f5f5f", "#7a4a1f",
    ]
    static let dark = [
        "#56b4e9", "#ff9d45", "#2fc79a", "#e991c8", "#e8cf3e", "#a3b8ff", "#c4c4c4", "#d8a878",
    ]

    /// Series beyond the palette start over; their markers differ.
    static func series(_ index: Int) -> String { "s\(index % light.count)" }
    static func stroke(_ index: Int) -> String { "l\(index % light.count) d\(index / light.count % 2)" }

    static let css: String = {
        let family =
            "-apple-system, BlinkMacSystemFont, 'Segoe UI', 'DejaVu Sans', Helvetica, Arial, sans-serif"
        return """
            text { font-family: \(family); font-size: 13px; }
            .title { font-size: 16px; font-weight: 600; }
            .value { font-size: 11px; font-variant-numeric: tabular-nums; }
            .strong { font-weight: 600; }
            .line { fill: none; stroke-width: 2.25; stroke-linejoin: round; }
            .d1 { stroke-dasharray: 6 4; }
            .front { stroke-width: 1.5; }
            .grid, .axis, .leader { stroke-width: 1; }
            \(rules(surface: "#ffffff", ink: "#1f2328", muted: "#59636e", grid: "#e3e7eb", axis: "#818b98", light))
            @media (prefers-color-scheme: dark) {
            \(rules(surface: "#0d1117", ink: "#e6edf3", muted: "#9da7b1", grid: "#262c34", axis: "#6e7681", dark))
            }
            """
    }()

    private static func rules(
        surface: String, ink: String, muted: String, grid: String, axis: String, _ series: [String]
    ) -> String {
        let page = [
            ".surface { fill: \(surface); }", ".title, .label, .value, .strong { fill: \(ink); }",
            ".muted { fill: \(muted); }", ".grid { stroke: \(grid); }",
            ".axis, .front { stroke: \(axis); }", ".leader { stroke: \(axis); stroke-dasharray: 2 2; }",
        ]
        let colours = series.enumerated().map { ".s\($0) { fill: \($1); } .l\($0) { stroke: \($1); }" }
        return (page + colours).joined(separator: "\n")
    }

    /// Rough width of text in the chart's face, for laying out legends.
    static func width(of text: String, size: Double = 13) -> Double { Double(text.count) * size * 0.56 }

    /// Height of a further line of a name.
    static let lineHeight = 15.0

    /// A name in lines of at most `limit` characters, broken at spaces and behind punctuation, or anywhere where a
    /// piece has neither; such pieces are shorter, because solid text is wider. Nothing is left out.
    static func wrapped(_ text: String, to limit: Int) -> [String] {
        var lines: [String] = []
        var rest = text.trimmingSpaces
        while rest.count > limit {
            let window = Array(rest.prefix(limit + 1))
            let end = window.indices.last { place in
                place > limit / 3 && (window[place] == " " || "-_/,@+:.".contains(window[place - 1]))
            }
            let length = end ?? limit * 5 / 6
            lines.append(String(rest.prefix(length)).trimmingSpaces)
            rest = String(rest.dropFirst(length)).trimmingSpaces
        }
        return lines + (rest.isEmpty && !lines.isEmpty ? [] : [rest])
    }
}

extension String {
    fileprivate var trimmingSpaces: String {
        let start = drop { $0 == " " }
        return String(start.reversed().drop { $0 == " " }.reversed())
    }
}
