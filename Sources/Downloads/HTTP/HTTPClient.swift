import Foundation

/// A token and the server that may see it.
struct Credential: Sendable {
    let address: WebAddress
    let token: String
}

/// Follows redirects with care: the token goes to the server that it belongs to and to no other.
struct HTTPClient {
    var transport = HTTPTransport()
    var isCancelled: () -> Bool = { false }
    private static let maximumRedirects = 10

    /// Fetches an address and hands the body of the final answer to `receiver`.
    ///
    /// - Parameter receiver: `begin` sees the final answer only.
    /// - Throws: `TransferFailure`, `CancellationError`, and what `receiver` throws.
    func get(
        _ address: WebAddress, credential: Credential?, headers: [String], receiver: any ResponseReceiver
    ) throws -> HTTPResponseHead {
        var (address, credential) = (address, credential)
        for _ in 0...Self.maximumRedirects {
            let final = FinalAnswer(receiver)
            let head = try transport.send(
                to: address.text, headers: fields(for: address, credential) + headers, receiver: final,
                isCancelled: isCancelled)
            guard let location = head.redirect else { return head }
            let next = try address.redirected(to: location)
            // A server that another one leads back to does not get it either.
            if !next.hasSameOrigin(as: address) { credential = nil }
            address = next
        }
        throw TransferFailure("more than \(Self.maximumRedirects) redirects")
    }

    /// Asks for the head of an address, following redirects on the same server only: what a hub says of a file comes
    /// with the redirect to the server that keeps its bytes.
    func head(_ address: WebAddress, credential: Credential?) throws -> HTTPResponseHead {
        var address = address
        var previous: HTTPResponseHead?
        for _ in 0...Self.maximumRedirects {
            var head = try transport.send(
                to: address.text, headers: fields(for: address, credential), receiver: nil,
                isCancelled: isCancelled)
            if let previous { head.keepHubFields(of: previous) }
            guard let location = head.redirect, let next = try? address.redirected(to: location),
                next.hasSameOrigin(as: address)
            else { return head }
            (previous, address) = (head, next)
        }
        throw TransferFailure("more than \(Self.maximumRedirects) redirects")
    }

    /// Waits, unless somebody cancels.
    func pause(_ seconds: Double) throws {
        let end = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < end {
            if isCancelled() { throw CancellationError() }
            usleep(UInt32(min(0.1, max(seconds, 0)) * 1_000_000))
        }
    }

    private func fields(for address: WebAddress, _ credential: Credential?) -> [String] {
        var fields = ["User-Agent: i2vbench", "Accept-Encoding: identity"]
        if let credential, credential.address.hasSameOrigin(as: address) {
            fields.append("Authorization: Bearer \(credential.token)")
        }
        return fields
    }
}

/// Passes an answer on unless it is a redirect.
private final class FinalAnswer: ResponseReceiver {
    private let receiver: any ResponseReceiver

    init(_ receiver: any ResponseReceiver) { self.receiver = receiver }

    func begin(_ head: HTTPResponseHead) throws -> Bool {
        head.redirect == nil ? try receiver.begin(head) : false
    }

    func receive(_ bytes: UnsafeRawBufferPointer) throws { try receiver.receive(bytes) }
}
