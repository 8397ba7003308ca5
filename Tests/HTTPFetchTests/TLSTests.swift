import TestSupport
import Testing

@testable import HTTPFetch

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

    @Test(arguments: ["-tls1", "-tls1_1"])
    func anOldServerIsToldAsOne(_ version: String) async throws {
        let server = try OpenSSLServer(options: [version, "-cipher", "DEFAULT:@SECLEVEL=0"])
        try await withServer { _, loop in
            let error = await loop.failure(
                .local("https://127.0.0.1:\(server.port)/") { $0.certificateAuthorityFile = server.authorityFile })
            #expect(
                error
                    == FetchError(
                        .tlsHandshake,
                        "the TLS handshake failed: the server's protocol version is too old (TLS 1.2 is the least)"))
        }
    }

    @Test(arguments: [
        ("error:0a00018a:ssl routines::dh key too small", ": the server's key is too weak"),
        (
            "error:0a000152:ssl routines::unsafe legacy renegotiation disabled",
            ": the server knows only the unsafe way to renegotiate"
        ),
        ("error:0a00018e:ssl routines::ca md too weak", ": the server's signature is too weak"),
        (
            "error:0a000410:ssl routines::sslv3 alert handshake failure",
            ": the server has no cipher, or no key, that is strong enough"
        ),
        ("error:0a00010b:ssl routines::wrong version number", ": the server does not speak TLS at this port"),
        ("openssl ssl_connect: connection reset by peer in connection to a:443 ", ": the server closed the connection"),
        ("", ""), ("something new", ""),
    ])
    func handshakesFailForReasons(_ text: String, _ reason: String) {
        #expect(TLSReason.ofHandshake(text) == reason)
    }

    @Test(arguments: [66, 67, 68])
    func weakCertificatesAreToldAsSuch(_ code: Int) {
        #expect(TLSReason.ofCertificate(code).hasSuffix(" is too weak"))
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
