import Checkpoints
import Foundation

/// Brings published files onto this machine: into the hub's cache what comes from there, into our own the rest.
///
/// A file takes its name when it is complete and its hash is right, never before.
public struct WeightFetcher {
    let locator: WeightLocator
    let settings: DownloadSettings
    let report: (DownloadEvent) -> Void
    let client: HTTPClient

    /// - Parameters:
    ///   - locator: knows the caches.
    ///   - isCancelled: asked while bytes arrive; what has arrived then stays for the next time.
    ///   - report: takes progress, on the calling thread.
    public init(
        locator: WeightLocator, settings: DownloadSettings, isCancelled: @escaping () -> Bool = { false },
        report: @escaping (DownloadEvent) -> Void = { _ in }
    ) {
        (self.locator, self.settings, self.report) = (locator, settings, report)
        client = settings.client(isCancelled: isCancelled)
    }

    /// The file, fetched unless it is there.
    ///
    /// Mirrors of the settings are asked first, then the publisher, then the places that publish the same bytes.
    /// - Parameter again: whether to fetch a file that is there, for example because it is damaged.
    /// - Throws: `DownloadError`, `CancellationError`.
    public func fetch(_ file: OfficialFile, again: Bool = false) throws -> FetchedFile {
        let fetched = try bring(file, again: again)
        try complete(file, with: fetched)
        return fetched
    }

    private func bring(_ file: OfficialFile, again: Bool) throws -> FetchedFile {
        if !again, let present = present(file) { return present }
        if let variable = settings.offlineVariable {
            throw DownloadError.offline(id: file.id, variable: variable)
        }
        var attempts: [DownloadError.Attempt] = []
        var wrong: DownloadError?
        for source in sources(file) {
            do {
                return try fetch(file, from: source, again: again)
            } catch let failure as TransferFailure {
                attempts.append(.init(source: source.text, reason: failure.reason))
            } catch let error as DownloadError {
                guard case .wrongContent(_, _, let expected, let found) = error else { throw error }
                wrong = wrong ?? error
                attempts.append(.init(source: source.text, reason: "expected \(expected), found \(found)"))
            }
            if let last = attempts.last { report(.failed(source: last.source, reason: last.reason)) }
        }
        if let wrong, attempts.count == 1 { throw wrong }
        throw DownloadError.unavailable(id: file.id, attempts: attempts, advice: advice(file))
    }

    func present(_ file: OfficialFile) -> FetchedFile? {
        guard let path = locator.officialFile(for: file)?.path, let size = FileSystem.size(path) else {
            return nil
        }
        return FetchedFile(id: file.id, path: path, wasPresent: true, size: size)
    }

    /// A model's folder that a person began in our own cache is completed there by links, because a model is opened
    /// from one folder.
    private func complete(_ file: OfficialFile, with fetched: FetchedFile) throws {
        guard file.isComponent, let top = file.location.split(separator: "/").first,
            FileSystem.exists(locator.cache.appendingPathComponent(String(top)).path)
        else { return }
        let place = locator.cache.appendingPathComponent(file.location)
        guard !FileSystem.exists(place.path), !fetched.path.hasPrefix(locator.cache.path + "/") else {
            return
        }
        try FileSystem.link(place, to: URL(fileURLWithPath: fetched.path))
    }

    private func advice(_ file: OfficialFile) -> String {
        "Check the network, or put the file at \(locator.cache.appendingPathComponent(file.location).path) by "
            + "other means: a copy of your own, --mirror, or `i2vbench weights import`."
    }
}

extension WeightFetcher {
    /// One place to ask for a file.
    enum Source {
        case mirror(String)
        case hub(HubFile, endpoint: String)
        case web(String, isPacked: Bool)

        var text: String {
            switch self {
            case .mirror(let url), .web(let url, _): url
            case .hub(let file, let endpoint): file.url(endpoint: endpoint)
            }
        }
    }

    private func sources(_ file: OfficialFile) -> [Source] {
        func source(_ origin: FileOrigin, isPacked: Bool) -> Source {
            switch origin {
            case .hub(let file): .hub(file, endpoint: settings.endpoint)
            case .web(let url): .web(url, isPacked: isPacked)
            }
        }
        return settings.mirrors.map { .mirror("\($0)/\(file.location)") }
            + [source(file.origin, isPacked: file.member != nil)]
            + file.mirrors.map { source($0, isPacked: false) }
    }

    private func fetch(_ file: OfficialFile, from source: Source, again: Bool) throws -> FetchedFile {
        switch source {
        case .mirror(let url): try fetchWeb(file, url, isPacked: false, again: again)
        case .web(let url, let isPacked): try fetchWeb(file, url, isPacked: isPacked, again: again)
        case .hub(let hubFile, let endpoint):
            try fetchHub(file, hubFile, endpoint: endpoint, again: again)
        }
    }

    /// Brings the bytes of a source into `partial`.
    func download(_ source: ResumableDownload.Source, into partial: PartialDownload) throws {
        try ResumableDownload(
            client: client, retry: settings.retry, availableBytes: settings.availableBytes, report: report
        ).run(source, into: partial)
    }

    /// Checks what has arrived and gives it its name; removes it where it is wrong.
    func accept(
        _ partial: PartialDownload, as target: URL, _ file: OfficialFile, etag: String? = nil, source: String
    ) throws -> String {
        report(.checking)
        do {
            let check = ContentCheck(file: file, etag: etag)
            let sha256 = try check.digest(ofFile: partial.path)
            try check.checkKind(ofFile: partial.path)
            try partial.finish(as: target.path)
            return sha256
        } catch let mismatch as ContentCheck.Mismatch {
            partial.remove()
            throw DownloadError.wrongContent(
                file: target.path, source: source, expected: mismatch.expected, found: mismatch.found)
        }
    }
}
