import Benchmarks
import Foundation
import Store

extension ReportBuilder {
    /// What a reader who compares with published numbers has to know.
    var deviations: [String] {
        var found: [String] = []
        if isGenerating, plan.encoding.hasPrefix("h264") {
            found.append(
                "Scores are those of the stored files (\(plan.encoding)), not of the sampler's pixels.")
        }
        if plan.arithmetic != "fp32" {
            found.append("Networks ran with \(plan.arithmetic) arithmetic instead of 32-bit floats.")
        }
        if let asked = plan.prescribed {
            let made = Form(plan.suite.settings)
            found.append(
                "The suite asks for videos of \(Form(asked)); the generated ones are \(made), by their model or by the "
                    + "options that were given, so their numbers do not compare with published ones."
            )
        }
        if let unlike { found.append(unlike) }
        if let source = plan.promptSource {
            found.append("The manifest's “\(source)” column stands in for prompts, which it does not give.")
        }
        return found
    }

    /// Rows whose videos have another size, length or pace than those of other rows.
    private var unlike: String? {
        let rows = plan.variants.indices.filter { plan.variants[$0].kind != .reference }.compactMap { row in
            let forms = Set(units.filter { $0.variant == row }.compactMap { $0.file.map(Form.init) })
            return forms.isEmpty ? nil : (label: plan.variants[row].label, forms: forms)
        }
        guard let first = rows.first, rows.contains(where: { $0.forms != first.forms }) else { return nil }
        let list = rows.map { row in
            let sole = row.forms.count == 1 ? row.forms.first.map { "\($0)" } : nil
            return "\(row.label) \(sole ?? "\(row.forms.count) sizes and lengths")"
        }
        return "Rows differ in the size, length or pace of their videos, which moves scores by itself: "
            + "\(list.joined(separator: "; ")). “i2vbench import --protocol” brings imported videos to one protocol."
    }

    /// Size, length and pace of a video.
    private struct Form: Hashable, CustomStringConvertible {
        var width: Int
        var height: Int
        var frames: Int
        var framesPerSecond: Double

        init(_ settings: SuiteProtocol) {
            (width, height, frames) = (settings.width, settings.height, settings.frames)
            framesPerSecond = settings.framesPerSecond
        }

        init(_ file: VideoFile) {
            (width, height, frames) = (file.width, file.height, file.frames)
            framesPerSecond = file.framesPerSecond
        }

        var description: String {
            "\(width)×\(height), \(frames) frames, \(String(format: "%g", framesPerSecond)) fps"
        }
    }
}
