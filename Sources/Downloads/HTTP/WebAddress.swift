import Foundation

/// An http or https address, as far as redirects and tokens need it.
struct WebAddress: Sendable, Equatable {
    let url: URL

    /// - Throws: `TransferFailure` for anything that is not http or https with a host.
    init(_ text: String) throws {
        guard let url = URL(string: text) else { throw TransferFailure("\(text) is not an address") }
        try self.init(url)
    }

    private init(_ url: URL) throws {
        guard ["http", "https"].contains(url.scheme?.lowercased()), url.host?.isEmpty == false else {
            throw TransferFailure("\(url.absoluteString) is not an http or https address")
        }
        self.url = url
    }

    var text: String { url.absoluteString }

    /// Without what may be a signature.
    var shown: String { text.split(separator: "?").first.map(String.init) ?? text }

    private var isEncrypted: Bool { url.scheme?.lowercased() == "https" }

    /// Whether both are served by the same scheme, host and port.
    func hasSameOrigin(as other: WebAddress) -> Bool { origin == other.origin }

    private var origin: String {
        let scheme = url.scheme?.lowercased() ?? ""
        return "\(scheme)://\(url.host?.lowercased() ?? ""):\(url.port ?? (isEncrypted ? 443 : 80))"
    }

    /// Where a `Location` field leads from here.
    ///
    /// - Throws: `TransferFailure` for other schemes, and for a step from https down to http.
    func redirected(to location: String) throws -> WebAddress {
        guard let target = URL(string: location, relativeTo: url)?.absoluteURL else {
            throw TransferFailure("a redirect leads to \"\(location)\", which is not an address")
        }
        let next = try WebAddress(target)
        guard next.isEncrypted || !isEncrypted else {
            throw TransferFailure("a redirect leads from https to \(next.shown), which is not encrypted")
        }
        return next
    }
}
