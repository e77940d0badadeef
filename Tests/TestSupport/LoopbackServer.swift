import Foundation
import Glibc
import Synchronization

/// A small HTTP server on 127.0.0.1 that does what real ones do on bad days: drops connections in the middle of a
/// body, stalls, redirects, lies.
public final class LoopbackServer: Sendable {
    public struct Request: Sendable {
        public let method: String
        /// Path and query.
        public let target: String
        /// By lower-case name.
        public let headers: [String: String]
    }

    public struct Response: Sendable {
        public var status: Int
        public var headers: [(String, String)]
        public var body: [UInt8]
        /// How the body ends.
        public var ending = Ending.complete
        /// Without a length, the body comes in chunks.
        public var announcesLength = true

        public init(_ status: Int, _ headers: [(String, String)] = [], body: [UInt8] = []) {
            (self.status, self.headers, self.body) = (status, headers, body)
        }
    }

    public enum Ending: Sendable {
        case complete
        /// The connection closes after so many bytes of the body.
        case dropped(after: Int)
        /// The same with a TCP reset.
        case reset(after: Int)
        /// Nothing more comes after so many bytes, until the client gives up.
        case stalled(after: Int)
    }

    public typealias Handler = @Sendable (Request) -> Response

    private let listener: Int32
    private let port: UInt16
    private let handler: Handler
    private let log = Mutex<[Request]>([])

    /// Starts to serve; `handler` is called on threads of its own.
    public init(_ handler: @escaping Handler) throws {
        self.handler = handler
        (listener, port) = try Self.listen()
        let descriptor = listener
        Thread.detachNewThread { [weak self] in
            while true {
                let client = accept(descriptor, nil, nil)
                guard client >= 0 else {
                    if errno == EINTR || errno == ECONNABORTED { continue }
                    return
                }
                guard let self else {
                    close(client)
                    return
                }
                Thread.detachNewThread { self.serve(client) }
            }
        }
    }

    /// A socket on a port that nobody uses.
    private static func listen() throws -> (descriptor: Int32, port: UInt16) {
        let descriptor = socket(
            AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(descriptor, pointer, length) == 0 && Glibc.listen(descriptor, 64) == 0
                    && getsockname(descriptor, pointer, &length) == 0
            }
        }
        guard descriptor >= 0, isBound else {
            throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EADDRNOTAVAIL)
        }
        return (descriptor, UInt16(bigEndian: address.sin_port))
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    /// `http://127.0.0.1:PORT`.
    public var address: String { "http://127.0.0.1:\(port)" }

    /// The requests so far.
    public var requests: [Request] { log.withLock { $0 } }

    private func serve(_ client: Int32) {
        defer { close(client) }
        guard let request = Self.read(client) else { return }
        log.withLock { $0.append(request) }
        let response = handler(request)
        var head = "HTTP/1.1 \(response.status) Status\r\nConnection: close\r\n"
        for (name, value) in response.headers { head += "\(name): \(value)\r\n" }
        let names = Set(response.headers.map { $0.0.lowercased() })
        let isChunked = !response.announcesLength
        if isChunked {
            head += "Transfer-Encoding: chunked\r\n"
        } else if !names.contains("content-length") {
            head += "Content-Length: \(response.body.count)\r\n"
        }
        guard Self.send(Array((head + "\r\n").utf8), to: client), request.method != "HEAD" else { return }
        let count: Int
        switch response.ending {
        case .complete: count = response.body.count
        case .dropped(let limit), .reset(let limit), .stalled(let limit):
            count = min(limit, response.body.count)
        }
        var body = Array(response.body[..<count])
        if isChunked, !body.isEmpty {
            body = Array((String(body.count, radix: 16) + "\r\n").utf8) + body + Array("\r\n".utf8)
        }
        guard Self.send(body, to: client) else { return }
        switch response.ending {
        case .complete: if isChunked { _ = Self.send(Array("0\r\n\r\n".utf8), to: client) }
        case .dropped: break
        case .reset:
            var linger = linger(l_onoff: 1, l_linger: 0)
            setsockopt(
                client, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
        case .stalled:
            // Until the client closes.
            var byte: UInt8 = 0
            while recv(client, &byte, 1, 0) > 0 {}
        }
    }

    private static func read(_ client: Int32) -> Request? {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while !bytes.suffix(4).elementsEqual([13, 10, 13, 10]) {
            let count = recv(client, &buffer, buffer.count, 0)
            guard count > 0 else { return nil }
            bytes += buffer[..<count]
        }
        let lines = String(decoding: bytes, as: UTF8.self).components(separatedBy: "\r\n")
        let words = lines[0].split(separator: " ").map(String.init)
        guard words.count == 3 else { return nil }
        let fields = lines.dropFirst().compactMap { line -> (String, String)? in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            return (
                line[..<colon].lowercased(),
                line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            )
        }
        return Request(
            method: words[0], target: words[1], headers: Dictionary(fields) { _, last in last })
    }

    private static func send(_ bytes: [UInt8], to client: Int32) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(client, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }
}

extension LoopbackServer.Response {
    /// A file as servers with ranges give it, from the byte that the request names.
    public static func file(_ bytes: [UInt8], for request: LoopbackServer.Request, etag: String? = nil)
        -> LoopbackServer.Response
    {
        let validators = etag.map { [("ETag", "\"\($0)\"")] } ?? []
        let range = request.headers["range"].flatMap { $0.wholeMatch(of: #/bytes=(\d+)-/#) }
        let condition = request.headers["if-range"]
        guard let start = range.flatMap({ Int($0.1) }), condition == nil || condition == "\"\(etag ?? "")\""
        else { return LoopbackServer.Response(200, validators, body: bytes) }
        guard start < bytes.count else {
            return LoopbackServer.Response(416, [("Content-Range", "bytes */\(bytes.count)")])
        }
        let place = "bytes \(start)-\(bytes.count - 1)/\(bytes.count)"
        return LoopbackServer.Response(
            206, validators + [("Content-Range", place)], body: Array(bytes[start...]))
    }
}
