import CCurl
import Foundation

/// One request under way: gathers the head, passes the body on, keeps the first error of the receiver.
final class HTTPExchange {
    let receiver: (any ResponseReceiver)?
    let isCancelled: () -> Bool
    private var head: HTTPResponseHead?
    private var isHeadComplete = false
    private var isDeclined = false
    private var error: (any Error)?

    init(receiver: (any ResponseReceiver)?, isCancelled: @escaping () -> Bool) {
        (self.receiver, self.isCancelled) = (receiver, isCancelled)
    }

    static func from(_ context: UnsafeMutableRawPointer?) -> HTTPExchange {
        guard let context else { preconditionFailure("libcurl called back without its context") }
        return Unmanaged<HTTPExchange>.fromOpaque(context).takeUnretainedValue()
    }

    /// Takes one line of a head. Returns how many bytes were taken; fewer end the exchange.
    func header(_ bytes: UnsafeRawBufferPointer) -> Int {
        let line = String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        if line.hasPrefix("HTTP/") {
            // An interim answer (100 Continue) comes before the real one.
            head = HTTPResponseHead(statusLine: line)
            isHeadComplete = false
        } else if !isHeadComplete {
            if line.isEmpty { return complete() ? bytes.count : 0 }
            head?.add(line)
        }
        return bytes.count
    }

    private func complete() -> Bool {
        guard let head, head.status >= 200 else { return true }
        isHeadComplete = true
        guard let receiver else { return true }
        do {
            isDeclined = try !receiver.begin(head)
        } catch {
            self.error = error
        }
        return !isDeclined && error == nil
    }

    /// Takes a piece of the body. Returns how many bytes were taken; fewer end the exchange.
    func body(_ bytes: UnsafeRawBufferPointer) -> Int {
        guard let receiver else { return bytes.count }
        do {
            try receiver.receive(bytes)
            return bytes.count
        } catch {
            self.error = error
            return 0
        }
    }

    /// The answer, once libcurl is done.
    func finish(_ code: CURLcode) throws -> HTTPResponseHead {
        if let error { throw error }
        if let head, isHeadComplete, code == CURLE_OK || isDeclined { return head }
        if code == CURLE_ABORTED_BY_CALLBACK { throw CancellationError() }
        throw TransferFailure(code)
    }
}
