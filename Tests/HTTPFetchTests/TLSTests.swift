import HTTPFetch
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1)), .enabled(if: OpenSSLServer.isAvailable, "needs openssl"))
struct TLSTests {
    @Test func sessionsAreResumed() async throws {
        let server = try OpenSSLServer()
        try await withServer { _, loop in
            let request = FetchRequest.local("https://127.0.0.1:\(server.port)/") {
                $0.certificateAuthorityFile = server.authorityFile
                $0.keepsConnection = false
            }
            let first = try await loop.fetch(request)
            #expect(first.status == 200)
            #expect(text(first).contains("New, TLSv1.3"))
            let second = try await loop.fetch(request)
            #expect(text(second).contains("Reused, TLSv1.3"))
            #expect(loop.statistics.connectionsOpened == 2)
        }
    }

    @Test func certificatesAreJudged() async throws {
        let good = try OpenSSLServer()
        let expired = try OpenSSLServer(.past)
        try await withServer { _, loop in
            let cases = [
                (good.port, "127.0.0.1", nil, "it is self-signed"),
                (good.port, "localhost", good.authorityFile, "it is not for this host"),
                (good.port, "127.0.0.1", expired.authorityFile, "it is self-signed"),
                (expired.port, "127.0.0.1", expired.authorityFile, "it has expired"),
            ]
            for (port, host, authority, reason) in cases {
                let error = await loop.failure(
                    .local("https://\(host):\(port)/") { $0.certificateAuthorityFile = authority })
                #expect(error == FetchError(.tlsCertificate, "the certificate is not to be trusted: \(reason)"))
            }
        }
    }

    @Test func aTrustedSessionIsNotResumedByOneWhoDoesNotTrust() async throws {
        let server = try OpenSSLServer()
        try await withServer { _, loop in
            var request = FetchRequest.local("https://127.0.0.1:\(server.port)/") {
                $0.certificateAuthorityFile = server.authorityFile
            }
            let first = try await loop.fetch(request)
            #expect(first.status == 200)
            request.certificateAuthorityFile = nil
            #expect(await loop.failure(request)?.code == .tlsCertificate)
        }
    }
}
