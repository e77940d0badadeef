import Checkpoints
import Foundation

/// Where downloads come from and how patient they are.
public struct DownloadSettings: Sendable {
    /// The hub, without a slash at the end.
    public var endpoint: String
    /// Sent to the endpoint and to no other server.
    public var token: String?
    /// The variable that switches the network off, where one does.
    public var offlineVariable: String?
    /// Addresses of folders that hold files under their places in the cache, as `i2vbench weights export` makes them;
    /// asked first.
    public var mirrors: [String]
    public var retry = RetryPolicy()
    /// Seconds without a byte after which a connection counts as lost.
    public var stallSeconds: Int
    /// File of the certificates to trust in place of the system's.
    public var certificates: String?
    /// Free bytes where a path is to be.
    public var availableBytes: @Sendable (String) -> Int? = { FileSystem.availableBytes($0) }

    /// - Parameter environment: `HF_ENDPOINT`, `HF_TOKEN` (or the file that `hf auth login` wrote, unless
    ///   `HF_HUB_DISABLE_IMPLICIT_TOKEN`), `HF_HUB_OFFLINE` (or `TRANSFORMERS_OFFLINE`), `HF_HUB_DOWNLOAD_TIMEOUT`
    ///   and `SSL_CERT_FILE` (or `CURL_CA_BUNDLE`, `REQUESTS_CA_BUNDLE`) as in Python; `I2VBENCH_MIRROR` with addresses
    ///   apart by spaces. Proxies are libcurl's: `https_proxy`, `no_proxy`.
    /// - Throws: `DownloadError.setting` naming the variable.
    public init(environment: [String: String], hub: HubCache) throws {
        func value(_ name: String) -> String? {
            environment[name].flatMap { $0.isEmpty ? nil : $0 }
        }
        func isOn(_ name: String) -> Bool {
            ["1", "ON", "YES", "TRUE"].contains(value(name)?.uppercased())
        }
        endpoint = try Self.folderAddress(
            value("HF_ENDPOINT") ?? "https://huggingface.co", name: "HF_ENDPOINT")
        token = try value("HF_TOKEN").flatMap { try Self.cleanToken($0, name: "HF_TOKEN") }
        if token == nil, !isOn("HF_HUB_DISABLE_IMPLICIT_TOKEN"),
            let text = try? String(contentsOf: hub.tokenFile, encoding: .utf8)
        {
            token = try Self.cleanToken(text, name: hub.tokenFile.path)
        }
        offlineVariable = ["HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"].first(where: isOn)
        mirrors = try (value("I2VBENCH_MIRROR") ?? "").split(whereSeparator: \.isWhitespace).map {
            try Self.folderAddress(String($0), name: "I2VBENCH_MIRROR")
        }
        certificates = ["SSL_CERT_FILE", "CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE"].lazy.compactMap(value).first
        stallSeconds = 30
        if let text = value("HF_HUB_DOWNLOAD_TIMEOUT") {
            guard let seconds = Int(text), seconds > 0 else {
                throw DownloadError.setting(
                    name: "HF_HUB_DOWNLOAD_TIMEOUT", value: text, expected: "seconds, at least 1")
            }
            stallSeconds = seconds
        }
    }

    /// The version of libcurl.
    public static var libraryVersion: String { HTTPTransport.version }

    /// An http or https address without the slashes at its end.
    public static func folderAddress(_ text: String, name: String) throws -> String {
        let trimmed = String(text.reversed().drop { $0 == "/" }.reversed())
        guard (try? WebAddress(trimmed)) != nil else {
            throw DownloadError.setting(name: name, value: text, expected: "an http or https address")
        }
        return trimmed
    }

    /// A token goes into a header field, where a line break would begin another one.
    private static func cleanToken(_ text: String, name: String) throws -> String? {
        let token = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard token.unicodeScalars.allSatisfy({ $0.isASCII && $0.value > 32 && $0.value < 127 }) else {
            throw DownloadError.setting(
                name: name, value: "(hidden)", expected: "a token of printable characters without spaces")
        }
        return token.isEmpty ? nil : token
    }

    func client(isCancelled: @escaping () -> Bool) -> HTTPClient {
        HTTPClient(
            transport: HTTPTransport(stallSeconds: stallSeconds, certificates: certificates),
            isCancelled: isCancelled)
    }

    var credential: Credential? {
        guard let token, let address = try? WebAddress(endpoint) else { return nil }
        return Credential(address: address, token: token)
    }
}
