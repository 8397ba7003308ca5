import FoundationEssentials
import HTTPFetch

/// What a feed's source gave, whether it is a site or a file: the same for what follows.
struct FeedAnswer: Sendable {
    /// The HTTP status; nil for a file.
    var status: Int?
    /// nil when nothing has changed.
    var body: [UInt8]?
    /// Keeps the body counted among the bytes in flight.
    var hold: BodyHold?
    /// Where it came from in the end.
    var url: String
    var contentType: String?
    var entityTag: String?
    var lastModified: String?
    /// How long the site says that this stays so.
    var freshFor: Duration?
    /// The URL that stands for the asked one from now on, if the site said so.
    var permanentURL: String?

    /// The part that is parsed.
    struct Body: Sendable {
        var bytes: [UInt8]
        var hold: BodyHold?
        var hash: UInt64
        var url: String
        var contentType: String?
        var status: Int?
    }

    init(status: Int?, body: [UInt8]?, url: String, entityTag: String?) {
        self.status = status
        self.body = body
        self.url = url
        self.entityTag = entityTag
    }

    /// The answer of a site.
    ///
    /// - Throws: for any status but 200 (and its kin with a body) and 304.
    init(_ response: FetchResponse, now: Date) throws(PollFailure) {
        status = response.status
        url = response.url
        entityTag = response.headers.opaque("ETag").flatMap(Self.usable)
        lastModified = response.headers.opaque("Last-Modified").flatMap(Self.usable)
        freshFor = CacheLifetime.freshFor(response.headers, now: now)
        permanentURL = response.permanentURL
        switch response.status {
        case 304:
            return
        case 200, 203, 226:
            contentType = response.headers["Content-Type"]
            body = response.body
            hold = response.hold
        default:
            throw PollFailure(
                "HTTP \(response.status)\(Self.meaning(response.status))", status: response.status,
                retryAfter: response.headers["Retry-After"].flatMap { RetryAfter.wait($0, now: now) },
                url: response.url)
        }
    }

    /// The document, unless it is the one that was read before.
    func document(unlessHash hash: UInt64?, isRead: Bool) -> Body? {
        guard let body else { return nil }
        let current = StableHash.of(body)
        if isRead, current == hash { return nil }
        return Body(bytes: body, hold: hold, hash: current, url: url, contentType: contentType, status: status)
    }

    /// Validators are sent back as they came; one that could break a header or is absurdly long is not kept.
    private static func usable(_ validator: String) -> String? {
        var count = 0
        for scalar in validator.unicodeScalars {
            count += 1
            let isClean = scalar.value >= 0x20 && scalar.value != 0x7F || scalar.value == 0x09
            if !isClean || count > 1024 { return nil }
        }
        return count > 0 ? validator : nil
    }

    private static func meaning(_ status: Int) -> String {
        switch status {
        case 401: ": the site wants a user name and a password"
        case 403: ": the site refuses"
        case 404: ": no such page"
        case 406: ": the site has no form of it that was asked for"
        case 407: ": the proxy wants a user name and a password"
        case 410: ": gone for good"
        case 429: ": asked too often"
        case 500...599: ": the site has a fault"
        default: ""
        }
    }
}
