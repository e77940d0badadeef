import Foundation
import Media
import Reports
import Store

/// The report of a run: tables and curves from the store, contact sheets from the video files.
public struct RunReport {
    private let builder: ReportBuilder
    private let decoder: MediaDecoder

    /// - Throws: `StoreError.noSuchRun`, `RunnerError.damagedPlan`.
    public init(store: Store, run: Int64, decoder: MediaDecoder = MediaDecoder()) throws {
        builder = try ReportBuilder(store: store, run: run)
        self.decoder = decoder
    }

    /// The report without new pictures of videos.
    ///
    /// - Parameters:
    ///   - withPublished: whether every published table with a metric of the run stands beside its numbers.
    ///   - pictures: those that lie beside the report already.
    public func report(withPublished: Bool = false, pictures: [ReportContent.Picture] = []) throws -> Report {
        try Report(try builder.content(pictures: pictures, withPublished: withPublished))
    }

    /// Writes the report from the store alone.
    ///
    /// - Parameters:
    ///   - home: the folder that the run wrote its own report to, whose contact sheets and input images are taken over.
    ///   - withPublished: whether every published table with a metric of the run stands beside its numbers.
    ///   - note: takes what could not be written because the store does not hold it any more.
    ///
    /// Returns: the path of `report.md`, written or not. Throws: `ReportError.unwritable`, `RunnerError.unwritable`.
    public func write(
        to folder: URL, home: URL, formats: Set<ReportFormat>, withPublished: Bool = false,
        note: (String) -> Void = { _ in }
    ) throws -> URL {
        let pictures = try EarlierPictures(home: home, run: builder.record.id).bring(to: folder)
        let report = try report(withPublished: withPublished, pictures: pictures)
        if formats.contains(.vbench) { try writeVBenchFiles(report, to: folder) }
        if formats.contains(.npz) {
            for gap in try StatisticsFiles(builder).write(to: folder).gaps { note(gap.description) }
        }
        let files = GalleryFiles(builder: builder, decoder: decoder, folder: folder)
        return try report.write(
            to: folder, formats: formats,
            gallery: formats.contains(.html) ? try files.gallery(home: home) : nil)
    }

    private func writeVBenchFiles(_ report: Report, to folder: URL) throws {
        let videos = Dictionary(
            builder.units.compactMap { unit in
                unit.file.map { (builder.key(unit), builder.store.absolute($0.path)) }
            }, uniquingKeysWith: { first, _ in first })
        let prompts = Dictionary(
            builder.samples.compactMap { sample in sample.prompt.map { (sample.name, $0) } },
            uniquingKeysWith: { first, _ in first })
        for file in try VBenchFiles(report, videos: videos, prompts: prompts).files() {
            try Report.write(file.text, to: folder.appendingPathComponent(file.path))
        }
    }

    /// Writes `report.md`, `report.html`, `report.json`, `scores.csv` and their assets into `folder`.
    ///
    /// - Parameter withPublished: whether every published table with a metric of the run stands beside its numbers.
    /// - Throws: `ReportError.unwritable`, `MediaError.unwritable`.
    @discardableResult
    public func write(
        to folder: URL, resolved: ResolvedPlan, withPublished: Bool = false,
        observer: any RunObserver = SilentObserver()
    ) throws -> Report {
        observer.begin(.report, total: 1, done: 0)
        defer { observer.end(.report) }
        let sheets = ContactSheets(builder: builder, resolved: resolved, decoder: decoder)
        let pictures = try sheets.write(to: folder)
        let report = try Report(
            try builder.content(pictures: pictures, withPublished: withPublished))
        let files = GalleryFiles(builder: builder, decoder: decoder, folder: folder)
        try files.writeInputs(resolved)
        try report.write(to: folder, gallery: try files.gallery(home: folder))
        observer.advance(.report, done: 1)
        return report
    }
}
