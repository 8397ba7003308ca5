internal import CCurl
internal import Glibc

extension FetchError {
    static let cancelled = FetchError(.cancelled, "the fetch was cancelled")
    static let shutDown = FetchError(.shutDown, "the transfer loop is shut down")

    static func badURL(_ fault: RequestURL.Fault) -> FetchError {
        switch fault {
        case .scheme: FetchError(.badURL, "the URL is not an absolute http or https URL")
        case .syntax:
            FetchError(.badURL, "the URL has no host that can be asked, has a control character in it, or is too long")
        }
    }

    static func badRedirect(_ fault: RequestURL.Fault, status: Int) -> FetchError {
        switch fault {
        case .scheme:
            FetchError(.badRedirect, "redirected to something that is not an http or https URL", status: status)
        case .syntax: FetchError(.badRedirect, "redirected to a URL that cannot be used", status: status)
        }
    }

    static func addressRefused(_ addressClass: AddressClass) -> FetchError {
        FetchError(.addressRefused, "the host's address is not on the public Internet (\(addressClass.rawValue))")
    }

    static func timedOut(_ exchange: Exchange) -> FetchError {
        let limit = exchange.transfer?.request.limits.timeout ?? .zero
        let text = "not complete after \(limit.text)" + exchange.whereabouts
        return FetchError(.timedOut, text, status: exchange.statusSoFar)
    }

    static func stalled(_ exchange: Exchange) -> FetchError {
        let limit = exchange.transfer?.request.limits.stallTimeout ?? .zero
        let text = "the server sent nothing for \(limit.text)" + exchange.whereabouts
        return FetchError(.stalled, text, status: exchange.statusSoFar)
    }

    /// Why a body could not be unpacked here.
    init(_ fault: Unpacking.Fault, isOverloaded: Bool, exchange: Exchange) {
        let limits = exchange.transfer?.request.limits ?? FetchLimits()
        let (code, text): (Code, String) =
            switch fault {
            case .damaged: (.decoding, damagedBody)
            case .tooLarge where isOverloaded: (.overloaded, "too many bytes are being fetched at once")
            case .tooLarge: (.tooLarge, "the body is larger than \(limits.maximumBodySize) bytes")
            }
        self.init(code, text + exchange.whereabouts, status: exchange.statusSoFar)
    }

    /// What libcurl's result means for the one who asked.
    init(_ result: CURLcode, exchange: Exchange) {
        let connectionGuard = exchange.connectionGuard
        if let refused = connectionGuard.refused, !connectionGuard.hasAllowedOne || result == CURLE_ABORTED_BY_CALLBACK
        {
            self = .addressRefused(refused)
            description += exchange.whereabouts
            return
        }
        let (code, text) = Self.refusal(exchange) ?? Self.meaning(of: result, exchange)
        self.init(code, text + exchange.whereabouts, status: exchange.statusSoFar)
    }

    private static func refusal(_ exchange: Exchange) -> (Code, String)? {
        let limits = exchange.transfer?.request.limits ?? FetchLimits()
        switch exchange.collector.refusal {
        case .headersTooLarge: return (.headersTooLarge, "the header is larger than \(limits.maximumHeaderSize) bytes")
        case .bodyTooLarge: return (.tooLarge, "the body is larger than \(limits.maximumBodySize) bytes")
        case .overloaded: return (.overloaded, "too many bytes are being fetched at once")
        case nil: return nil
        }
    }

    private static func meaning(of result: CURLcode, _ exchange: Exchange) -> (Code, String) {
        let connectStatus = exchange.easy.number(CURLINFO_HTTP_CONNECTCODE)
        if exchange.isProxied, connectStatus >= 300 {
            return (
                .proxy,
                connectStatus == 407
                    ? "the proxy wants a user name and a password (407)" : "the proxy answered \(connectStatus)"
            )
        }
        switch result {
        case CURLE_URL_MALFORMAT:
            return exchange.isRedirected
                ? (.badRedirect, "redirected to a URL that cannot be used") : (.badURL, "the URL cannot be used")
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_FUNCTION_ARGUMENT:
            return (.protocolError, "the answer is not HTTP")
        case CURLE_HTTP2, CURLE_HTTP2_STREAM, CURLE_HTTP3:
            return (.protocolError, "the server broke the rules of HTTP/2 or ended the stream")
        case CURLE_COULDNT_RESOLVE_HOST:
            return (.cannotResolve, "the host name cannot be resolved")
        case CURLE_COULDNT_RESOLVE_PROXY:
            return (.proxy, "the name of the proxy cannot be resolved")
        case CURLE_PROXY:
            return (.proxy, "the proxy does not do what was asked")
        case CURLE_COULDNT_CONNECT, CURLE_INTERFACE_FAILED, CURLE_NO_CONNECTION_AVAILABLE:
            return exchange.isProxied
                ? (.proxy, "cannot connect to the proxy" + exchange.systemReason)
                : (.cannotConnect, "cannot connect" + exchange.systemReason)
        case CURLE_OPERATION_TIMEDOUT:
            let limit = exchange.transfer?.request.limits.connectTimeout ?? .zero
            let isResolved = exchange.easy.offset(CURLINFO_NAMELOOKUP_TIME_T) > 0
            return (
                .connectTimedOut,
                "\(isResolved ? "no connection" : "the host name was not resolved") after \(limit.text)"
            )
        case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CIPHER, CURLE_USE_SSL_FAILED:
            return (.tlsHandshake, "the TLS handshake failed" + TLSReason.ofHandshake(exchange.easy.errorText))
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS:
            return (.tlsCertificate, "the certificate is not to be trusted" + exchange.certificateReason)
        case CURLE_SSL_CACERT_BADFILE:
            return (.tlsAuthorityFile, "the file of certificate authorities cannot be read")
        case CURLE_PARTIAL_FILE:
            return (.cutShort, "the server closed the connection before the body was complete")
        case CURLE_GOT_NOTHING:
            return (.cutShort, "the server closed the connection without an answer")
        case CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_SEND_FAIL_REWIND:
            return (.cutShort, "the connection broke" + exchange.systemReason)
        case CURLE_BAD_CONTENT_ENCODING: return (.decoding, damagedBody)
        case _ where exchange.collector.isUnreadable(result): return (.decoding, damagedBody)
        case CURLE_OUT_OF_MEMORY where !exchange.collector.headerIsComplete:
            // libcurl's own bound on one line; it has no code of its own in this version.
            return (.headersTooLarge, "a header line is too long")
        default:
            return (.system, "libcurl's error \(result.rawValue)")
        }
    }
}

extension Exchange {
    fileprivate var statusSoFar: Int? { collector.status > 0 ? collector.status : nil }

    fileprivate var isRedirected: Bool { transfer?.redirects.isEmpty == false }

    /// Where redirects have led, for it is not the host that was asked for; nothing if that is no plain host name.
    fileprivate var whereabouts: String {
        guard isRedirected, let host = url?.host, !host.isEmpty, host.utf8.count <= 80,
            host.utf8.allSatisfy({ $0.isPlainInHost })
        else { return "" }
        return " (redirected to \(host))"
    }

    /// The system's reason for a failed connection, for the common ones.
    fileprivate var systemReason: String {
        let refused = connectionGuard.socketError
        return switch refused != 0 ? refused : Int32(truncatingIfNeeded: easy.number(CURLINFO_OS_ERRNO)) {
        case ECONNREFUSED: ": connection refused"
        case ECONNRESET: ": connection reset by the server"
        case EHOSTUNREACH: ": no route to the host"
        case ENETUNREACH: ": network unreachable"
        case ETIMEDOUT: ": timed out"
        case EPIPE: ": closed by the server"
        case EMFILE, ENFILE: ": too many open files"
        case EACCES, EPERM: ": not permitted"
        default: ""
        }
    }

    fileprivate var certificateReason: String {
        TLSReason.ofCertificate(easy.number(CURLINFO_SSL_VERIFYRESULT))
    }
}

private let damagedBody = "the compressed body is damaged"

extension UInt8 {
    fileprivate var isPlainInHost: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: ":"): true
        default: self == UInt8(ascii: ".") || self == UInt8(ascii: "-")
        }
    }
}

extension Duration {
    /// "30 s" or "250 ms".
    fileprivate var text: String {
        components.attoseconds == 0 ? "\(components.seconds) s" : "\(clampedMilliseconds) ms"
    }
}
