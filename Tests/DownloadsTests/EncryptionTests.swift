import Checkpoints
import Downloads
import Foundation
import TestSupport
import Testing

@Suite("Encrypted connections")
struct EncryptionTests {
    private static let openssl = "/usr/bin/openssl"

    /// A server with a certificate that it signed itself; answers with the file `w`.
    private func serve(_ machine: Machine) throws -> (child: RunningChild, port: String) {
        let make = try ChildProcess.run([
            Self.openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
            "/CN=localhost",
            "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", machine.path("key.pem"),
            "-out",
            machine.path("certificate.pem"),
        ])
        #expect(make.status == 0)
        let child = try RunningChild(
            [
                "/bin/sh", "-c",
                "cd \"$1\" && exec openssl s_server -accept 127.0.0.1:0 -cert certificate.pem -key key.pem -HTTP",
                "sh", machine.folder.path,
            ], output: machine.path("log"))
        for _ in 0..<60_000 where try child.isRunning() {
            let log = (try? String(contentsOfFile: machine.path("log"), encoding: .utf8)) ?? ""
            if let match = log.firstMatch(of: #/ACCEPT 127\.0\.0\.1:(\d+)\n/#) {
                return (child, String(match.1))
            }
            usleep(10_000)
        }
        throw POSIXError(.ETIMEDOUT)
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: Self.openssl)))
    func strangersAreNotTrustedUnlessTheirCertificateIsNamed() throws {
        let machine = try Machine()
        let bytes = try Payload.checkpoint(1000)
        let head = "HTTP/1.0 200 OK\r\nContent-Length: \(bytes.count)\r\n\r\n"
        try (Data(head.utf8) + Data(bytes)).write(to: URL(fileURLWithPath: machine.path("w")))
        let (server, port) = try serve(machine)
        defer {
            // Children of test threads may have other signals blocked.
            try? server.send(SIGKILL)
            _ = try? server.wait()
        }
        let file = OfficialFile.web("https://127.0.0.1:\(port)/w", sha256: Payload.sha256(bytes))
        let error = #expect(throws: DownloadError.self) { try machine.fetch(file) }
        #expect(error?.exitCode == 69 && error?.description.contains("SSL_CERT_FILE") == true)
        machine.environment["SSL_CERT_FILE"] = machine.path("certificate.pem")
        #expect(try machine.fetch(file).sha256 == Payload.sha256(bytes))
    }
}
