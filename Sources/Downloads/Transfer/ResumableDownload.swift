import Foundation

/// Brings one file into a `PartialDownload`, going on where a lost connection or an earlier process left off.
struct ResumableDownload {
    let client: HTTPClient
    let retry: RetryPolicy
    let availableBytes: (String) -> Int?
    let report: (DownloadEvent) -> Void

    struct Source {
        let address: WebAddress
        var credential: Credential?
        var size: Int?
        /// Whether the bytes that are there belong to the same content whatever the server says, because a hash
        /// will be compared in the end.
        var isIdentified: Bool
    }

    /// Ends when every byte has arrived.
    ///
    /// - Throws: `TransferFailure` when the source does not give the file, `DownloadError` for the disk.
    func run(_ source: Source, into partial: PartialDownload) throws {
        let memory = SourceMemory(beside: partial.path)
        if !source.isIdentified, memory.validator(of: source.address) == nil { try partial.restart() }
        if let size = source.size, partial.count > size { try partial.restart() }
        var fruitless = 0
        var hasConnected = false
        while true {
            let before = partial.count
            do {
                try attempt(source, into: partial, memory: memory)
                memory.forget()
                return
            } catch let failure as TransferFailure {
                hasConnected = hasConnected || failure.kind == .passing
                guard failure.kind == .passing || (failure.kind == .unreachable && hasConnected) else {
                    throw failure
                }
                fruitless = partial.count > before ? 0 : fruitless + 1
                guard fruitless < retry.limit else { throw failure }
                let seconds = retry.delay(fruitless: fruitless, asked: failure.retryAfter)
                report(.retrying(reason: failure.reason, seconds: seconds))
                try client.pause(seconds)
            }
        }
    }

    private func attempt(_ source: Source, into partial: PartialDownload, memory: SourceMemory) throws {
        if let size = source.size, partial.count == size { return }
        var headers: [String] = []
        if partial.count > 0 {
            headers.append("Range: bytes=\(partial.count)-")
            if !source.isIdentified, let validator = memory.validator(of: source.address) {
                headers.append("If-Range: \(validator)")
            }
        }
        let body = IncomingBody(source, partial: partial, memory: memory, owner: self)
        let head = try client.get(
            source.address, credential: source.credential, headers: headers, receiver: body)
        switch head.status {
        case 200, 206: try body.checkComplete()
        case 416 where partial.count > 0:
            if partial.count == head.contentRange.total { return }
            // What is there is not a beginning of what the server has.
            try partial.restart()
            throw TransferFailure("the file has changed on the server", .passing)
        default: throw TransferFailure(status: head, hasToken: source.credential != nil)
        }
    }
}

/// Writes the body of a successful answer behind what is there.
private final class IncomingBody: ResponseReceiver {
    private let source: ResumableDownload.Source
    private let partial: PartialDownload
    private let memory: SourceMemory
    private let owner: ResumableDownload
    private var total: Int?

    init(
        _ source: ResumableDownload.Source, partial: PartialDownload, memory: SourceMemory,
        owner: ResumableDownload
    ) {
        (self.source, self.partial, self.memory, self.owner) = (source, partial, memory, owner)
    }

    func begin(_ head: HTTPResponseHead) throws -> Bool {
        switch head.status {
        case 200:
            // The server has no ranges, or the file has changed: from the beginning.
            if partial.count > 0 { try partial.restart() }
            total = head.contentLength
        case 206:
            let range = head.contentRange
            guard range.start == partial.count else {
                try partial.restart()
                throw TransferFailure("the server gave another part than was asked for", .passing)
            }
            total = range.total
        default: return false
        }
        if head.isWebPage {
            throw TransferFailure("the answer is a web page and not a file; the link may have expired")
        }
        if let size = source.size, let total, total != size {
            throw TransferFailure("the file there has \(total) bytes, expected \(size)")
        }
        total = total ?? source.size
        if let total {
            let needed = total - partial.count
            if let available = owner.availableBytes(partial.path), available < needed {
                throw DownloadError.noSpace(path: partial.path, needed: needed, available: available)
            }
        }
        memory.keep(head.validator, of: source.address)
        owner.report(.started(source: source.address.shown, alreadyThere: partial.count, total: total))
        return true
    }

    func receive(_ bytes: UnsafeRawBufferPointer) throws {
        if let total, partial.count + bytes.count > total {
            try partial.restart()
            throw TransferFailure("more bytes came than the \(total) announced")
        }
        try partial.append(bytes)
        owner.report(.received(bytes: partial.count, total: total))
    }

    func checkComplete() throws {
        if let total, partial.count < total {
            throw TransferFailure(
                "the connection broke off after \(partial.count) of \(total) bytes", .passing)
        }
    }
}
