import Foundation
import Reports
import TestSupport
import Testing

/// The article through TeX itself, where there is one.
@Suite struct TypesettingTests {
    static let program = "/usr/bin/pdflatex"
    static let isPresent =
        FileManager.default.isExecutableFile(atPath: program)
        && (try? ChildProcess.run(["/usr/bin/kpsewhich", "float.sty", "booktabs.sty"]))?.status == 0

    @Test(
        .enabled(
            if: isPresent,
            "needs pdflatex with booktabs (texlive-latex-base and texlive-latex-recommended), which is not installed"
        ))
    func theArticleIsSetWithoutAnythingBeyondTheMargins() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tex-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, content) in [("demo", SampleContent.demo), ("long", long)] {
            let file = folder.appendingPathComponent("\(name).tex")
            try Report.write(LaTeXRenderer().render(try Report(content).document), to: file)
            let result = try ChildProcess.run([
                Self.program, "-interaction=nonstopmode", "-halt-on-error",
                "-output-directory=\(folder.path)", file.path,
            ])
            #expect(result.status == 0, "\(result.output.suffix(2000))")
            #expect(FileManager.default.fileExists(atPath: folder.appendingPathComponent("\(name).pdf").path))
            let wide = result.output.split(separator: "\n").filter { line in
                line.hasPrefix("Overfull \\hbox")
                    && (line.firstMatch(of: #/\(([\d.]+)pt/#).flatMap { Double($0.1) } ?? 0) > 8
            }
            #expect(wide.isEmpty, "\(name): \(wide.joined(separator: "\n"))")
        }
    }

    /// More categories than a page has lines, odd names, and a long command.
    private var long: ReportContent {
        var content = SampleContent.small
        content.title = "50% of $x_1^2 & #3 {a} ~ [b]"
        content.suite.categories += (0..<120).map { .init(name: "Category_\($0) & more", samples: 1) }
        content.scores += (0..<120).map { place in
            .init(
                video: .init(
                    sample: "extra-\(place)", category: "Category_\(place) & more", variant: "full", seed: 0),
                metric: content.metrics[0].id, value: 0.5)
        }
        content.provenance.command =
            "i2vbench run ucf-101 /data/ucf101 --ablate --seeds 0..4 --metrics fvd,fid,clipsim --weights official "
            + "--out runs/a-folder-with-a-long-name --options steps=25"
        return content
    }
}
