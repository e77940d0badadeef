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

    /// Writes `report.md`, `report.json`, `scores.csv` and their assets into `folder`.
    ///
    /// - Throws: `ReportError.unwritable`, `MediaError.unwritable`.
    @discardableResult
    public func write(to folder: URL, resolved: ResolvedPlan, observer: any RunObserver = SilentObserver())
        throws -> Report
    {
        observer.begin(.report, total: 1, done: 0)
        defer { observer.end(.report) }
        let sheets = ContactSheets(builder: builder, resolved: resolved, decoder: decoder)
        let pictures = try sheets.write(to: folder)
        let report = try Report(try builder.content(pictures: pictures))
        try report.write(to: folder)
        observer.advance(.report, done: 1)
        return report
    }
}
