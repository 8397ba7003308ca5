/// What holds for all transfers of a loop.
public struct TransferLoopConfiguration: Sendable {
    /// Transfers in flight at one time.
    public var maximumConcurrentTransfers: Int
    /// No socket gets a descriptor of this number or a greater one: those are for files and for what else the process has,
    /// which fare worse without one than a transfer.
    public var socketDescriptorLimit: Int
    /// Requests that may wait for a place; one more fails with `queueFull`.
    public var maximumWaitingRequests: Int
    /// Connections kept open for the next request to the same origin.
    public var maximumIdleConnections: Int
    /// TLS sessions kept for a short handshake with the same host at its next poll, which halves what a poll costs. A
    /// session takes about 3 KiB. The hosts are spread by a hash: about twice their number keeps nearly all.
    public var maximumTLSSessions: Int
    /// Whether to offer HTTP/2 over TLS. Feeds gain nothing by it, one request to a host at a time, and with libcurl 7.88
    /// its sessions are not resumed, which doubles the cost of an unchanged feed.
    public var offersHTTP2: Bool
    /// Bytes of bodies, all transfers and all responses still held taken together, above which only the one with the largest body goes on
    /// receiving. Compressed bodies that come in one read may take as much again; one that would go beyond that fails
    /// with `overloaded`. So the most held is twice this (or one `maximumBodySize`, if that is more) and one
    /// `maximumBodySize`.
    public var maximumBodyBytesInFlight: Int
    /// The proxies of requests that do not name one.
    public var proxies: ProxyConfiguration
    /// A PEM file of certificate authorities; read once and kept.
    public var certificateAuthorityFile: String

    /// Where Debian keeps all authorities in one file.
    public static let systemCertificateAuthorityFile = "/etc/ssl/certs/ca-certificates.crt"

    /// A configuration with the default of each part that is not given.
    public init(
        maximumConcurrentTransfers: Int = 64, socketDescriptorLimit: Int = .max, maximumWaitingRequests: Int = 65_536,
        maximumIdleConnections: Int = 32,
        maximumTLSSessions: Int = 4096, offersHTTP2: Bool = false,
        maximumBodyBytesInFlight: Int = 64 << 20,
        proxies: ProxyConfiguration = ProxyConfiguration(),
        certificateAuthorityFile: String = systemCertificateAuthorityFile
    ) {
        self.maximumConcurrentTransfers = maximumConcurrentTransfers
        self.socketDescriptorLimit = socketDescriptorLimit
        self.maximumWaitingRequests = maximumWaitingRequests
        self.maximumIdleConnections = maximumIdleConnections
        self.maximumTLSSessions = maximumTLSSessions
        self.offersHTTP2 = offersHTTP2
        self.maximumBodyBytesInFlight = maximumBodyBytesInFlight
        self.proxies = proxies
        self.certificateAuthorityFile = certificateAuthorityFile
    }

    /// The bounds that may change while the loop runs.
    var bounds: TransferBounds {
        TransferBounds(transfers: maximumConcurrentTransfers, socketDescriptorLimit: socketDescriptorLimit)
    }

    /// The file of authorities that an environment asks for, in the way of curl and OpenSSL: `CURL_CA_BUNDLE`, then
    /// `SSL_CERT_FILE`, then the system's. Nothing here reads the environment by itself.
    public static func certificateAuthorityFile(environment: [String: String]) -> String {
        [environment["CURL_CA_BUNDLE"], environment["SSL_CERT_FILE"]]
            .compactMap { $0 }.first { !$0.isEmpty } ?? systemCertificateAuthorityFile
    }
}

/// The bounds of a loop that may change while it runs; see `TransferLoopConfiguration`.
public struct TransferBounds: Sendable, Equatable {
    /// Transfers in flight at one time.
    public var transfers: Int
    /// Above all numbers that sockets may have.
    public var socketDescriptorLimit: Int

    /// Bounds of these two.
    public init(transfers: Int, socketDescriptorLimit: Int) {
        self.transfers = transfers
        self.socketDescriptorLimit = socketDescriptorLimit
    }
}
