/// What a server answered in the end, whatever its status.
public struct FetchResponse: Sendable {
    /// The HTTP status, for example 200 or 304. A redirect without a usable `Location` is an answer like any other.
    public var status: Int
    /// The URL that gave this answer, after redirects, without user info and fragment.
    public var url: String
    /// The redirects that led there, first one first.
    public var redirects: [Redirect]
    /// The header fields of the last answer.
    public var headers: HTTPHeaders
    /// The body, decompressed.
    public var body: [UInt8]
    /// Keeps the body counted among the bytes in flight; whoever keeps the body and drops the response keeps this.
    public let hold: BodyHold?

    /// A response of these parts.
    public init(
        status: Int, url: String, redirects: [Redirect] = [], headers: HTTPHeaders = HTTPHeaders(), body: [UInt8] = []
    ) {
        self.status = status
        self.url = url
        self.redirects = redirects
        self.headers = headers
        self.body = body
        hold = nil
    }

    init(
        status: Int, url: String, redirects: [Redirect], headers: HTTPHeaders, body: [UInt8], ledger: BodyLedger
    ) {
        self.status = status
        self.url = url
        self.redirects = redirects
        self.headers = headers
        self.body = body
        hold = body.isEmpty ? nil : BodyHold(bytes: body.count, ledger: ledger)
    }

    /// The URL that stands for the asked one from now on: the end of the unbroken chain of permanent redirects (301 and
    /// 308) from the start; nil if the first answer was not one.
    public var permanentURL: String? {
        redirects.prefix { $0.isPermanent }.last?.url
    }
}

/// One redirect that was followed.
public struct Redirect: Sendable, Equatable {
    /// 301, 302, 303, 307 or 308.
    public var status: Int
    /// Where it led, absolute, without user info and fragment.
    public var url: String

    /// A redirect of this status to this URL.
    public init(status: Int, url: String) {
        self.status = status
        self.url = url
    }

    /// Whether the redirect is meant to last (RFC 9110, 15.4).
    public var isPermanent: Bool { status == 301 || status == 308 }
}
