/// Why TLS failed, in a few words behind a colon, or nothing where it is not known.
enum TLSReason {
    /// OpenSSL's words for faults of a handshake, and ours. The first that is found counts.
    private static let handshakes: [(sign: String, reason: String)] = [
        ("protocol version", oldVersion), ("unsupported protocol", oldVersion), ("no protocols available", oldVersion),
        ("version too low", oldVersion),
        // Only signatures of TLS 1.1 and before are called so.
        ("legacy sigalg", oldVersion),
        ("legacy renegotiation", ": the server knows only the unsafe way to renegotiate"),
        ("key too small", ": the server's key is too weak"), ("md too weak", weakSignature),
        ("wrong signature type", weakSignature), ("no suitable signature algorithm", weakSignature),
        ("wrong version number", noTLS), ("http request", noTLS), ("packet length too long", noTLS),
        ("record layer failure", noTLS),
        ("unrecognized name", ": the server does not know the host's name"),
        ("certificate required", clientCertificate), ("alert bad certificate", clientCertificate),
        ("handshake failure", noCipher), ("no shared cipher", noCipher), ("no ciphers available", noCipher),
        ("insufficient security", noCipher),
        ("internal error", ": the server has a fault"),
        ("unexpected eof", closed), ("connection reset", closed), ("syscall", closed),
    ]

    private static let oldVersion = ": the server's protocol version is too old (TLS 1.2 is the least)"
    private static let weakSignature = ": the server's signature is too weak"
    private static let noTLS = ": the server does not speak TLS at this port"
    private static let clientCertificate = ": the server wants a certificate of its visitors"
    private static let noCipher = ": the server has no cipher, or no key, that is strong enough"
    private static let closed = ": the server closed the connection"

    /// - Parameter text: what OpenSSL said, in lower case.
    static func ofHandshake(_ text: String) -> String {
        handshakes.first { text.contains($0.sign) }?.reason ?? ""
    }

    /// Why a certificate was not accepted, by the X509_V_ERR codes of OpenSSL.
    static func ofCertificate(_ code: Int) -> String {
        switch code {
        // libcurl leaves "unspecified" when the chain is good and the name is not.
        case 0, 1, 62: ": it is not for this host"
        case 7: ": its signature is wrong"
        case 9: ": it is not yet valid"
        case 10: ": it has expired"
        case 18, 19: ": it is self-signed"
        case 2, 20, 21: ": its issuer is not known"
        case 23: ": it was revoked"
        case 24, 79: ": its issuer may not issue certificates"
        case 66: ": its key is too weak"
        case 67: ": the key of its issuer is too weak"
        case 68: ": its signature is too weak"
        default: " (reason \(code))"
        }
    }
}
