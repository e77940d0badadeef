import CCurl
import Foundation

/// Takes what a server answers: first the head, then the body piece by piece.
protocol ResponseReceiver: AnyObject {
    /// Whether the body is wanted; without it, the exchange ends here.
    func begin(_ head: HTTPResponseHead) throws -> Bool
    func receive(_ bytes: UnsafeRawBufferPointer) throws
}

/// Sends single requests over libcurl. Redirects are reported and not followed; proxies are those of libcurl's
/// environment (`https_proxy`, `no_proxy`).
///
/// The body is handed over while it arrives, and nothing more is read until that returns, so memory stays flat
/// however slow the disk is. Foundation's URLSession on Linux queues without bound instead.
struct HTTPTransport {
    /// Seconds until a connection has to stand, and without a byte until it counts as lost.
    var connectSeconds = 20
    var stallSeconds = 30
    /// File of the certificates to trust in place of the system's.
    var certificates: String?

    /// The version of libcurl.
    static var version: String {
        let all = String(cString: curl_version())
        return all.split(separator: " ").first.map { String($0).replacing("libcurl/", with: "") } ?? all
    }

    private static let isReady: Bool = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    /// Sends a request and waits for the end of the answer.
    ///
    /// - Parameter receiver: takes the answer; a HEAD request is sent without one.
    /// - Throws: `TransferFailure` when no complete answer came, `CancellationError`, and what `receiver` throws.
    func send(
        to url: String, headers: [String], receiver: (any ResponseReceiver)?,
        isCancelled: @escaping () -> Bool
    ) throws -> HTTPResponseHead {
        guard Self.isReady, let handle = curl_easy_init() else {
            throw TransferFailure("libcurl could not be started")
        }
        defer { curl_easy_cleanup(handle) }
        var list: UnsafeMutablePointer<curl_slist>?
        for header in headers { list = curl_slist_append(list, header) }
        defer { curl_slist_free_all(list) }
        let exchange = HTTPExchange(receiver: receiver, isCancelled: isCancelled)
        return try withExtendedLifetime(exchange) {
            configure(handle, url: url, headers: list, exchange: exchange)
            return try exchange.finish(curl_easy_perform(handle))
        }
    }

    private func configure(
        _ handle: UnsafeMutableRawPointer, url: String, headers: UnsafeMutablePointer<curl_slist>?,
        exchange: HTTPExchange
    ) {
        curl_shim_set_text(handle, CURLOPT_URL, url)
        curl_shim_allow_web_only(handle)
        curl_shim_set_headers(handle, headers)
        curl_shim_set_number(handle, CURLOPT_NOBODY, exchange.receiver == nil ? 1 : 0)
        curl_shim_set_number(handle, CURLOPT_FOLLOWLOCATION, 0)
        // Signals are the command's own.
        curl_shim_set_number(handle, CURLOPT_NOSIGNAL, 1)
        curl_shim_set_number(handle, CURLOPT_CONNECTTIMEOUT, connectSeconds)
        curl_shim_set_number(handle, CURLOPT_LOW_SPEED_LIMIT, 1)
        curl_shim_set_number(handle, CURLOPT_LOW_SPEED_TIME, stallSeconds)
        if let certificates { curl_shim_set_text(handle, CURLOPT_CAINFO, certificates) }
        curl_shim_set_number(handle, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        let context = Unmanaged.passUnretained(exchange).toOpaque()
        curl_shim_set_bytes(handle, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
            HTTPExchange.from(context).header(UnsafeRawBufferPointer(start: bytes, count: size * count))
        }
        curl_shim_set_pointer(handle, CURLOPT_HEADERDATA, context)
        curl_shim_set_bytes(handle, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
            HTTPExchange.from(context).body(UnsafeRawBufferPointer(start: bytes, count: size * count))
        }
        curl_shim_set_pointer(handle, CURLOPT_WRITEDATA, context)
        curl_shim_set_progress(handle) { context, _, _, _, _ in
            HTTPExchange.from(context).isCancelled() ? 1 : 0
        }
        curl_shim_set_pointer(handle, CURLOPT_XFERINFODATA, context)
        curl_shim_set_number(handle, CURLOPT_NOPROGRESS, 0)
    }
}
