internal import CCurl

/// An easy handle with what it needs for one request at a time; made once and used again for many transfers.
///
/// Not Sendable: of the loop's thread alone.
final class Exchange {
    let easy: EasyHandle
    let collector: ResponseCollector
    let connectionGuard: ConnectionGuard
    /// What is in flight on the handle.
    var transfer: Transfer?
    /// The URL of the hop in flight.
    private(set) var url: RequestURL?
    /// When the hop in flight was begun.
    private(set) var begun: MonotonicTime = 0
    /// Whether a proxy stands between here and the host of the hop in flight.
    private(set) var isProxied = false
    private let gauges: LoopGauges
    private let sessions: SessionShares

    init(gauges: LoopGauges, sessions: SessionShares) throws(FetchError) {
        easy = try EasyHandle()
        collector = ResponseCollector(easy: easy, gauges: gauges)
        connectionGuard = ConnectionGuard(gauges: gauges)
        self.gauges = gauges
        self.sessions = sessions
        let context = Unmanaged.passUnretained(collector).toOpaque()
        easy.set(CURLOPT_PRIVATE, context: Unmanaged.passUnretained(self).toOpaque())
        easy.set(CURLOPT_WRITEFUNCTION, callback: ResponseCollector.bodyCallback)
        easy.set(CURLOPT_WRITEDATA, context: context)
        easy.set(CURLOPT_HEADERFUNCTION, callback: ResponseCollector.headerCallback)
        easy.set(CURLOPT_HEADERDATA, context: context)
        let guardContext = Unmanaged.passUnretained(connectionGuard).toOpaque()
        _ = tw_curl_set_open_socket_callback(easy.pointer, ConnectionGuard.openSocketCallback)
        easy.set(CURLOPT_OPENSOCKETDATA, context: guardContext)
        _ = tw_curl_set_prerequest_callback(easy.pointer, ConnectionGuard.prerequestCallback)
        easy.set(CURLOPT_PREREQDATA, context: guardContext)
        easy.set(CURLOPT_NOSIGNAL, 1)
        easy.set(CURLOPT_PROTOCOLS_STR, "http,https")
        easy.set(CURLOPT_FOLLOWLOCATION, 0)
        easy.set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        // libcurl walks its whole cache of names at each transfer; without the cache that is quick.
        easy.set(CURLOPT_DNS_CACHE_TIMEOUT, 0)
        // A name look-up that hangs must not hold the loop when its transfer is given up.
        easy.set(CURLOPT_QUICK_EXIT, 1)
        // libcurl keeps the parsed authorities only for a file, and Debian's build sets a directory too.
        easy.set(CURLOPT_CAPATH, nil)
        easy.set(CURLOPT_PROXY_CAPATH, nil)
        // "" and not nil, or libcurl would look into the environment.
        easy.set(CURLOPT_NOPROXY, "")
        easy.set(CURLOPT_NETRC, 0)
    }

    /// Makes the handle ready for one hop of a transfer.
    func begin(_ transfer: Transfer, url: RequestURL, configuration: TransferLoopConfiguration) throws(FetchError) {
        let request = transfer.request
        self.transfer = transfer
        self.url = url
        begun = gauges.now
        easy.forgetError()
        collector.begin(limits: request.limits)
        guard easy.set(CURLOPT_URL, url.text) else { throw FetchError(.badURL, "the URL cannot be used") }
        easy.set(CURLOPT_USERAGENT, request.userAgent)
        if url.scheme == .https { easy.set(CURLOPT_SHARE, context: sessions.share(for: url.authority)) }
        easy.set(CURLOPT_HTTP_VERSION, configuration.offersHTTP2 ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1)
        easy.set(CURLOPT_ACCEPT_ENCODING, transfer.refusesCompression ? nil : Self.encodings)
        easy.set(CURLOPT_FORBID_REUSE, request.keepsConnection ? 0 : 1)
        easy.set(CURLOPT_CONNECTTIMEOUT_MS, request.limits.connectTimeout.clampedMilliseconds)
        easy.set(CURLOPT_CAINFO, request.certificateAuthorityFile ?? configuration.certificateAuthorityFile)
        let proxy = request.proxy ?? configuration.proxies.proxy(for: url) ?? ""
        isProxied = !proxy.isEmpty
        guard easy.set(CURLOPT_PROXY, proxy) else { throw FetchError(.proxy, "the proxy's URL cannot be used") }
        if isProxied { easy.set(CURLOPT_PROXY_CAINFO, configuration.certificateAuthorityFile) }
        try connectionGuard.begin(transfer.addressPolicy, url: url, isProxied: isProxied)
        let credentials = transfer.hasLeftOrigin ? nil : transfer.credentials
        easy.set(CURLOPT_USERNAME, credentials?.username)
        easy.set(CURLOPT_PASSWORD, credentials?.password)
        try easy.setHeaderLines(
            RequestHeader.lines(
                for: request, withSecrets: !transfer.hasLeftOrigin, asksForIdentity: transfer.refusesCompression))
    }

    /// The body that came, unpacked where libcurl has not done it, within the bounds on this body and on all of them.
    func unpackedBody() throws(FetchError) -> [UInt8] {
        let body = collector.takeBody()
        let isDeflate = transfer?.refusesCompression == true && collector.isDeflate
        guard isDeflate || Unpacking.isGzip(body) else { return body }
        let most = transfer?.request.limits.maximumBodySize ?? 0
        let held = gauges.heldBytes
        let limit = held == 0 ? most : min(most, max(0, 2 * gauges.maximumBodyBytes - held))
        do throws(Unpacking.Fault) {
            return try Unpacking.unpacked(body, isDeflate: isDeflate, limit: limit)
        } catch {
            throw FetchError(error, isOverloaded: limit < most, exchange: self)
        }
    }

    /// Gives back what the last transfer held.
    func end() {
        transfer = nil
        url = nil
        collector.releaseBody()
    }

    /// When the hop in flight has stood still for too long, if nothing more comes; nil while it is still connecting,
    /// which has a bound of its own,
    /// and while it is paused.
    func stallDeadline(after timeout: MonotonicTime) -> MonotonicTime? {
        if collector.isPaused { return nil }
        if collector.lastProgress > 0 { return collector.lastProgress + timeout }
        let microseconds = easy.offset(CURLINFO_PRETRANSFER_TIME_T)
        guard microseconds > 0 else { return nil }
        return begun + MonotonicTime(microseconds) * 1000 + timeout
    }

    /// The codings that both this libcurl and the web's servers know; zstd and the like would only widen the surface.
    private static let encodings: String = {
        let features = tw_curl_version().map { Int($0.pointee.features) } ?? 0
        var encodings: [String] = []
        if features & Int(CURL_VERSION_LIBZ) != 0 { encodings += ["gzip", "deflate"] }
        if features & Int(CURL_VERSION_BROTLI) != 0 { encodings.append("br") }
        return encodings.isEmpty ? "identity" : encodings.joined(separator: ", ")
    }()
}

@available(*, unavailable)
extension Exchange: Sendable {}
