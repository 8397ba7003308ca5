public import Foundation

/// One feed as the user described it.
public struct FeedConfiguration: Sendable, Equatable {
    /// The feed's name in logs and rules; unique.
    public var name: String
    /// An absolute http, https or file URL in ASCII; unique.
    public var url: String
    /// The language of its items, as a lower-case BCP 47 tag such as `ko`; `nil` when not said.
    public var language: String?
    /// How long after one poll it is asked again; `nil` for the schedule's own judgement.
    public var interval: Duration?
    /// The longest a request may take; `nil` for the polling default.
    public var timeout: Duration?
    /// The User-Agent; `nil` for the polling default.
    public var userAgent: String?
    /// Further request headers in the order of the file.
    public var headers: [RequestHeader] = []
    /// The user name of HTTP authentication; comes with `password`.
    public var username: String?
    /// The absolute path of the file that `password` was read from.
    public var passwordFile: String?
    /// The password of HTTP authentication.
    public var password: Secret?
    /// The proxy; `nil` for the polling default.
    public var proxy: ProxyChoice?
    /// The absolute path of a file of certificate authorities; `nil` for the polling default.
    public var certificateAuthorityFile: String?
    /// The zone of dates that name none; `nil` for UTC.
    public var timeZone: TimeZone?
    /// The encoding of the feed, whatever it says itself; `nil` to believe the feed.
    public var encoding: String?
    /// Which items of the first poll alert; `nil` for the polling default.
    public var firstPollWindow: FirstPollWindow?
    /// The most new items that are taken from it in a day; `nil` for the polling default.
    public var maximumItemsPerDay: Int?
    /// The most bytes that it may add to the store in a day; `nil` for the polling default.
    public var maximumBytesPerDay: Int?
    /// Whether the feed is polled.
    public var isEnabled = true

    /// Makes a feed of the two things it must have.
    public init(name: String, url: String) {
        self.name = name
        self.url = url
    }

    /// What it may bring in a day.
    func dailyLimits(polling: PollingConfiguration) -> DailyLimits {
        DailyLimits(
            items: maximumItemsPerDay ?? polling.maximumItemsPerDay,
            bytes: maximumBytesPerDay ?? polling.maximumBytesPerDay)
    }

    /// Whether the feed is a file of this machine.
    public var isLocalFile: Bool { url.hasPrefix("file:") }
}

/// A header that is sent with a feed's requests. Its value may be a secret and is never shown.
public struct RequestHeader: Sendable, Equatable {
    /// The field name as it stands in the file.
    public var name: String
    /// The value, without line ends.
    public var value: Secret

    /// Makes a header.
    public init(name: String, value: Secret) {
        self.name = name
        self.value = value
    }
}

/// A text that no log, error or dump shows.
public struct Secret: Sendable, Equatable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The text itself.
    public let value: String

    /// Hides `value`.
    public init(_ value: String) {
        self.value = value
    }

    /// Says that something is hidden.
    public var description: String { "(secret)" }
    /// Says that something is hidden.
    public var debugDescription: String { "(secret)" }
    /// Shows no children.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
