/// One GET: where, what goes with it, and its bounds. A value; nothing happens until it is given to a `TransferLoop`.
public struct FetchRequest: Sendable, Equatable {
    /// An absolute http or https URL. User info in it is taken out and used as `credentials`, if there are no others.
    public var url: String
    /// Extra request headers. Sent to the origin of `url` only, never to the target of a redirect to another origin.
    public var headers: [HTTPField]
    /// The `ETag` of the last answer as `HTTPHeaders.opaque` gives it, quotes included: sent as `If-None-Match`, each scalar
    /// as the byte it was.
    public var entityTag: String?
    /// The `Last-Modified` of the last answer, the same way: sent as `If-Modified-Since`.
    public var lastModified: String?
    /// The `Accept` header, sent to every origin; nil for libcurl's `*/*`.
    public var accept: String?
    /// The `User-Agent` header.
    public var userAgent: String
    /// For HTTP Basic authentication. Sent to the origin of `url` only.
    public var credentials: Credentials?
    /// A proxy for this request, as a URL; "" forbids any; nil leaves it to the loop's `ProxyConfiguration`.
    public var proxy: String?
    /// A PEM file of certificate authorities for this request in place of the loop's.
    public var certificateAuthorityFile: String?
    /// Bounds on time and size.
    public var limits: FetchLimits
    /// Whether the connection may stay open for the next request to its origin. Worth it only where one is near: each
    /// connection kept costs both ends, and closing the oldest costs a walk over all that are kept.
    public var keepsConnection: Bool
    /// Which addresses may be connected to.
    public var addressPolicy: AddressPolicy

    /// A request with everything but the URL optional.
    public init(
        url: String, headers: [HTTPField] = [], entityTag: String? = nil, lastModified: String? = nil,
        accept: String? = nil, userAgent: String = "talentwatch", credentials: Credentials? = nil, proxy: String? = nil,
        certificateAuthorityFile: String? = nil, limits: FetchLimits = FetchLimits(),
        keepsConnection: Bool = true, addressPolicy: AddressPolicy = .publicOnly
    ) {
        self.url = url
        self.headers = headers
        self.entityTag = entityTag
        self.lastModified = lastModified
        self.accept = accept
        self.userAgent = userAgent
        self.credentials = credentials
        self.proxy = proxy
        self.certificateAuthorityFile = certificateAuthorityFile
        self.limits = limits
        self.keepsConnection = keepsConnection
        self.addressPolicy = addressPolicy
    }
}

/// A user name and a password. Neither shows in its description.
public struct Credentials: Sendable, Equatable, CustomStringConvertible, CustomDebugStringConvertible {
    /// The user name; a colon cannot be in it (RFC 7617).
    public var username: String
    /// The password.
    public var password: String

    /// Credentials of these two.
    public init(username: String, password: String) {
        self.username = username
        self.password = password
    }

    /// Says that there are credentials, not which.
    public var description: String { "Credentials(hidden)" }
    /// The same as `description`.
    public var debugDescription: String { description }
}

/// The bounds of one fetch. Times are of the whole fetch with all its redirects, except `connectTimeout`.
public struct FetchLimits: Sendable, Equatable {
    /// From the start of each hop until its connection (name, TCP, TLS) stands.
    public var connectTimeout: Duration
    /// From the start of the transfer (not the time spent waiting for a free place) to its last byte.
    public var timeout: Duration
    /// The longest time in which a standing connection may bring no byte.
    public var stallTimeout: Duration
    /// Bytes of body after decompression.
    public var maximumBodySize: Int
    /// Bytes of header of one response, interim responses included.
    public var maximumHeaderSize: Int
    /// Redirects followed before the fetch fails.
    public var maximumRedirects: Int

    /// Bounds that suit feeds: 10 s to connect, 30 s in all, 15 s without a byte, 10 MiB, 64 KiB of header, 10 redirects.
    public init(
        connectTimeout: Duration = .seconds(10), timeout: Duration = .seconds(30),
        stallTimeout: Duration = .seconds(15), maximumBodySize: Int = 10 << 20, maximumHeaderSize: Int = 64 << 10,
        maximumRedirects: Int = 10
    ) {
        self.connectTimeout = connectTimeout
        self.timeout = timeout
        self.stallTimeout = stallTimeout
        self.maximumBodySize = maximumBodySize
        self.maximumHeaderSize = maximumHeaderSize
        self.maximumRedirects = maximumRedirects
    }
}

/// Which addresses a fetch may connect to, judged by the numeric address after the name was resolved.
public enum AddressPolicy: Sendable, Equatable {
    /// Only addresses of the public Internet; see `AddressClass`.
    case publicOnly
    /// Any address.
    case any
    /// Any address for the URL that is asked, and after a redirect only public ones, unless that first address was not
    /// public itself: for a URL that a person typed.
    case publicAfterRedirect
}
