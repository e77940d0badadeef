import CCurl

/// Why one source did not give a file. Another attempt or another source may.
struct TransferFailure: Error {
    enum Kind: Sendable {
        /// Worth another attempt: lost connections, busy servers.
        case passing
        /// No connection was made; worth another attempt only where one stood before.
        case unreachable
        /// The answer stands: no such file, no permission.
        case final
    }

    let reason: String
    var kind = Kind.final
    var retryAfter: Double?
    var status: Int?

    init(_ reason: String, _ kind: Kind = .final) { (self.reason, self.kind) = (reason, kind) }

    /// How libcurl ended.
    init(_ code: CURLcode) {
        let text = String(cString: curl_easy_strerror(code))
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY:
            self.init("the host is not known (\(text)); is there a network?", .unreachable)
        case CURLE_COULDNT_CONNECT:
            self.init("no connection (\(text))", .unreachable)
        case CURLE_OPERATION_TIMEDOUT:
            self.init("the connection stood still", .passing)
        case CURLE_PARTIAL_FILE, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_GOT_NOTHING, CURLE_HTTP2,
            CURLE_HTTP2_STREAM, CURLE_SSL_CONNECT_ERROR, CURLE_WEIRD_SERVER_REPLY, CURLE_CHUNK_FAILED:
            self.init("the connection broke off (\(text))", .passing)
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE:
            self.init(
                "the server's certificate is not trusted (\(text)); SSL_CERT_FILE names the file of those to trust"
            )
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_URL_MALFORMAT:
            self.init("not an http or https address")
        default:
            self.init("\(text) (libcurl \(code.rawValue))")
        }
    }

    /// What a status other than success means.
    init(status head: HTTPResponseHead, hasToken: Bool) {
        let code = head.status
        switch code {
        case 401, 403:
            self.init(
                "\(code), access denied"
                    + (hasToken
                        ? "; the token does not open it (some models want their terms accepted on their page)"
                        : "; if it wants a login, set HF_TOKEN"))
        case 404, 410: self.init("\(code), no such file")
        case 408, 425, 429, 500, 502, 503, 504:
            self.init("\(code), the server is busy or broken", .passing)
            retryAfter = head.retryAfter
        default: self.init("unexpected status \(code)")
        }
        status = code
    }
}
