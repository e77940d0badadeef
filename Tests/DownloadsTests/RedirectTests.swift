import Downloads
import Foundation
import TestSupport
import Testing

@Suite("Redirects and tokens")
struct RedirectTests {
    private static let bytes = (try? Payload.checkpoint(1000)) ?? []

    private func machine(_ hub: LoopbackServer) throws -> Machine {
        try Machine(["HF_ENDPOINT": hub.address, "HF_TOKEN": "hf_secret"])
    }

    @Test func theTokenGoesToTheHubAndNowhereElse() throws {
        let hub = try FakeHub(large: ["w.safetensors": Self.bytes], token: "hf_secret")
        let fetched = try machine(hub.server).fetch(.hub("w.safetensors"))
        #expect(fetched.sha256 == Payload.sha256(Self.bytes))
        #expect(hub.server.requests.count == 2)
        #expect(hub.server.requests.allSatisfy { $0.headers["authorization"] == "Bearer hf_secret" })
        #expect(hub.storage.requests.count == 1)
        #expect(hub.storage.requests.allSatisfy { $0.headers["authorization"] == nil })
    }

    @Test func aServerThatTheTokenLeftDoesNotGetItBack() throws {
        let seen = Script([{ _ in .init(404) }])
        let stranger = try LoopbackServer { request in
            .init(302, [("Location", request.target.replacing("/back?to=", with: ""))])
        }
        let commit = FakeHub.commit
        let hub = try LoopbackServer { [address = stranger.address] request in
            if request.target.hasPrefix("/secret") { return seen.answer(request) }
            let own = "http://\(request.headers["host"] ?? "")"
            return .init(
                302,
                [
                    ("X-Repo-Commit", commit), ("X-Linked-Etag", "\"abc\""), ("X-Linked-Size", "3"),
                    ("Location", "\(address)/back?to=\(own)/secret"),
                ])
        }
        #expect(throws: DownloadError.self) { try machine(hub).fetch(.hub("w.safetensors")) }
        let last = try #require(hub.requests.last)
        #expect(last.target == "/secret" && last.headers["authorization"] == nil)
    }

    @Test func plainAddressesNeverSeeTheToken() throws {
        let server = try LoopbackServer { .file(Self.bytes, for: $0) }
        let hub = try LoopbackServer { _ in .init(404) }
        _ = try machine(hub).fetch(.web(server.address))
        #expect(server.requests.allSatisfy { $0.headers["authorization"] == nil } && hub.requests.isEmpty)
    }

    @Test func redirectsOnTheSameServerAreFollowedForTheHead() throws {
        let small = Array("{}".utf8)
        let etag = FakeHub.gitBlob(small)
        let hub = try LoopbackServer { request in
            guard request.target.hasPrefix("/moved") else {
                return .init(307, [("Location", "/moved" + request.target)])
            }
            var answer = LoopbackServer.Response.file(small, for: request, etag: etag)
            answer.headers.append(("X-Repo-Commit", FakeHub.commit))
            return answer
        }
        let fetched = try machine(hub).fetch(.hub("config.json"))
        #expect(fetched.path.hasSuffix("snapshots/\(FakeHub.commit)/config.json"))
        #expect(hub.requests.map(\.method) == ["HEAD", "HEAD", "GET", "GET"])
        #expect(hub.requests.allSatisfy { $0.headers["authorization"] == "Bearer hf_secret" })
    }

    @Test func loopsEnd() throws {
        let server = try LoopbackServer { _ in .init(302, [("Location", "/again")]) }
        let error = #expect(throws: DownloadError.self) { try Machine().fetch(.web(server.address)) }
        #expect(error?.description.contains("10 redirects") == true && server.requests.count == 11)
    }

    @Test(arguments: ["file:///etc/passwd", "ftp://127.0.0.1/x", "gopher://127.0.0.1/"])
    func redirectsToOtherSchemesAreRefused(_ target: String) throws {
        let server = try LoopbackServer { _ in .init(302, [("Location", target)]) }
        let error = #expect(throws: DownloadError.self) { try Machine().fetch(.web(server.address)) }
        #expect(error?.description.contains("not an http or https address") == true)
    }

    @Test func aSignedAddressIsNotShown() throws {
        let hub = try FakeHub(large: ["w.safetensors": Self.bytes], wrong: true)
        let error = #expect(throws: DownloadError.self) {
            try machine(hub.server).fetch(.hub("w.safetensors"))
        }
        #expect(error?.exitCode == 65)
        let text = error?.description ?? "secret"
        #expect(!text.contains("secret") && text.contains("Lab/Model/resolve/main/w.safetensors"))
    }
}
