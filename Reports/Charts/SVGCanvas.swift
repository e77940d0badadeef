import Foundation

/// Collects SVG elements on a fixed view box and writes a self-contained file.
struct SVGCanvas {
    enum Anchor: String { case start, middle, end }

    let width: Double
    let height: Double
    let title: String
    let description: String
    private var elements: [String] = []

    init(width: Double, height: Double, title: String, description: String) {
        self.width = width
        self.height = height
        self.title = title
        self.description = description
    }

    mutating func text(
        _ content: String, x: Double, y: Double, anchor: Anchor = .start, style: String = "label"
    ) {
        elements.append(
            "<text class=\"\(style)\" x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" "
                + "text-anchor=\"\(anchor.rawValue)\">\(Self.escaped(content))</text>")
    }

    /// One line below the other, the first at `y`.
    mutating func text(
        lines: [String], x: Double, y: Double, anchor: Anchor = .start, style: String = "label"
    ) {
        for (index, line) in lines.enumerated() {
            text(line, x: x, y: y + Double(index) * ChartStyle.lineHeight, anchor: anchor, style: style)
        }
    }

    mutating func line(_ start: (x: Double, y: Double), _ end: (x: Double, y: Double), style: String) {
        elements.append(
            "<line class=\"\(style)\" x1=\"\(Self.number(start.x))\" y1=\"\(Self.number(start.y))\" "
                + "x2=\"\(Self.number(end.x))\" y2=\"\(Self.number(end.y))\"/>")
    }

    mutating func rectangle(x: Double, y: Double, width: Double, height: Double, style: String) {
        elements.append(
            "<rect class=\"\(style)\" x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" "
                + "width=\"\(Self.number(width))\" height=\"\(Self.number(height))\"/>")
    }

    /// An open line through the points.
    mutating func path(_ points: [(x: Double, y: Double)], style: String) {
        let steps = points.enumerated().map { index, point in
            (index == 0 ? "M" : "L") + Self.number(point.x) + " " + Self.number(point.y)
        }
        elements.append("<path class=\"\(style)\" d=\"\(steps.joined(separator: " "))\"/>")
    }

    /// A small closed shape around a point; series with different shapes can be told apart without colour.
    mutating func marker(_ shape: Int, x: Double, y: Double, radius: Double, style: String) {
        let r = radius
        let corners: [(Double, Double)]
        switch shape % 4 {
        case 0:
            elements.append(
                "<circle class=\"\(style)\" cx=\"\(Self.number(x))\" cy=\"\(Self.number(y))\" "
                    + "r=\"\(Self.number(r))\"/>")
            return
        case 1: corners = [(-r, -r), (r, -r), (r, r), (-r, r)].map { ($0.0 * 0.9, $0.1 * 0.9) }
        case 2: corners = [(0, -1.2 * r), (1.1 * r, 0.9 * r), (-1.1 * r, 0.9 * r)]
        default: corners = [(0, -1.3 * r), (1.3 * r, 0), (0, 1.3 * r), (-1.3 * r, 0)]
        }
        let points = corners.map { "\(Self.number(x + $0.0)),\(Self.number(y + $0.1))" }
        elements.append("<polygon class=\"\(style)\" points=\"\(points.joined(separator: " "))\"/>")
    }

    /// The file.
    var svg: String {
        let box = "0 0 \(Self.number(width)) \(Self.number(height))"
        let head =
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"\(box)\" width=\"\(Self.number(width))\" "
            + "height=\"\(Self.number(height))\" role=\"img\" aria-labelledby=\"title description\">"
        let lines =
            [
                head, "<title id=\"title\">\(Self.escaped(title))</title>",
                "<desc id=\"description\">\(Self.escaped(description))</desc>",
                "<style>", ChartStyle.css, "</style>",
                "<rect class=\"surface\" width=\"100%\" height=\"100%\" rx=\"8\"/>",
            ] + elements + ["</svg>"]
        return lines.joined(separator: "\n") + "\n"
    }

    static func number(_ value: Double) -> String {
        NumberFormat.fixed(value, decimals: 1).droppingZeroFraction
    }

    /// XML text; characters that XML cannot hold become U+FFFD.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "\t", "\n", "\r": escaped += " "
            case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF:
                escaped += "\u{FFFD}"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
