/// What happens while a file is fetched, for progress displays.
public enum DownloadEvent: Sendable, Equatable {
    /// Bytes come from a source; some may be there already.
    case started(source: String, alreadyThere: Int, total: Int?)
    case received(bytes: Int, total: Int?)
    /// The connection was lost or the server is busy; the download goes on after a pause.
    case retrying(reason: String, seconds: Double)
    /// Another process is fetching the same file.
    case waiting
    /// All bytes are there and are compared with the published hash.
    case checking
    /// A source failed; the next one is tried.
    case failed(source: String, reason: String)
}
