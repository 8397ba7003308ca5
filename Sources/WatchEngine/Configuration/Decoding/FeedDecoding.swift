internal import Foundation

/// The keys of a feed.
enum FeedKey: String, ConfigurationKey {
    case name = "Name"
    case url = "URL"
    case language = "Language"
    case interval = "Interval"
    case timeout = "Timeout"
    case userAgent = "UserAgent"
    case headers = "Headers"
    case username = "Username"
    case passwordFile = "PasswordFile"
    case proxy = "Proxy"
    case certificate = "CACertificate"
    case timeZone = "TimeZone"
    case encoding = "Encoding"
    case maximumItemsPerDay = "MaximumItemsPerDay"
    case maximumBytesPerDay = "MaximumBytesPerDay"
    case firstPollWindow = "FirstPollWindow"
    case enabled = "Enabled"
}

/// Decodes `Feeds` and checks the feeds of all files against each other.
struct FeedDecoding {
    /// A password file is one short line.
    static let passwordLimit = 64 * 1024
    private static let credentials = "$CREDENTIALS_DIRECTORY/"
    /// Reading by everybody, writing by the group or everybody.
    private static let openModes: UInt32 = 0o026
    private static let byteOrderMark: Unicode.Scalar = "\u{FEFF}"

    let place: ConfigurationPlace
    /// The zones that were asked for before; making one is slow, and feeds share few.
    private var zones: [String: TimeZone] = [:]

    init(place: ConfigurationPlace) {
        self.place = place
    }

    /// The feeds of all files' `Feeds` lists, and the names of all of them, those with faults included.
    mutating func decode(_ lists: [ConfigurationField]) -> (feeds: [FeedConfiguration], names: [String]) {
        var feeds: [FeedConfiguration] = []
        var names: [String] = []
        var firstName: [String: ConfigurationField] = [:]
        var firstURL: [String: ConfigurationField] = [:]
        for list in lists {
            for element in list.list(of: "feeds", mend: "write ( { Name = \"…\"; URL = \"https://…\"; } )") ?? [] {
                guard let section = ConfigurationSection<FeedKey>(element) else { continue }
                let name = name(section, &firstName)
                let url = url(section, &firstURL)
                var feed = FeedConfiguration(name: name ?? "", url: url ?? "")
                decodeSource(section, &feed)
                decodeRequest(section, &feed)
                decodeCredentials(section, &feed)
                if let name { names.append(name) }
                if name != nil, url != nil { feeds.append(feed) }
            }
        }
        return (feeds, names)
    }

    private func name(
        _ section: ConfigurationSection<FeedKey>, _ first: inout [String: ConfigurationField]
    ) -> String? {
        guard let field = section.required(.name, "write Name = \"…\";"), let text = field.line() else { return nil }
        let name = XMLScanner.trimmed(text)
        if let other = first[name] {
            field.report(
                "is the name of another feed (\(other.reference(from: field)))", "give each feed a name of its own")
            return nil
        }
        first[name] = field
        return name
    }

    private func url(
        _ section: ConfigurationSection<FeedKey>, _ first: inout [String: ConfigurationField]
    ) -> String? {
        guard let field = section.required(.url, "write URL = \"https://…\";"),
            let text = field.string(hidingValue: true)
        else { return nil }
        do {
            let url = try FeedURL.parse(text) { place.absolute($0, besideFile: field.node.file) }
            let identity = FeedURL.identity(url)
            if let other = first[identity] {
                field.report("is the URL of another feed (\(other.reference(from: field)))", "remove one of the two")
                return nil
            }
            first[identity] = field
            return url
        } catch {
            field.report(error.problem, error.mend, hidingValue: FeedURL.mayHoldSecret(text))
            return nil
        }
    }

    private mutating func decodeSource(_ section: ConfigurationSection<FeedKey>, _ feed: inout FeedConfiguration) {
        feed.language = section[.language]?.language()
        feed.timeZone = section[.timeZone]?.timeZone(&zones)
        feed.encoding = section[.encoding]?.encoding()
        feed.firstPollWindow = section[.firstPollWindow]?.firstPollWindow()
        feed.maximumItemsPerDay = section[.maximumItemsPerDay]?.integer(in: PollingDecoding.dailyItemsRange)
        feed.maximumBytesPerDay = section[.maximumBytesPerDay]?.byteCount(in: PollingDecoding.dailyBytesRange)
        feed.isEnabled = section[.enabled]?.boolean() ?? true
    }

    private func decodeRequest(_ section: ConfigurationSection<FeedKey>, _ feed: inout FeedConfiguration) {
        feed.interval = section[.interval]?.duration(in: PollingDecoding.intervalRange)
        feed.timeout = section[.timeout]?.duration(in: PollingDecoding.timeoutRange)
        feed.userAgent = section[.userAgent]?.line()
        feed.headers = section[.headers]?.headers() ?? []
        feed.proxy = section[.proxy]?.proxy()
        feed.certificateAuthorityFile = section[.certificate]?.readableFile(place)
    }

    private func decodeCredentials(_ section: ConfigurationSection<FeedKey>, _ feed: inout FeedConfiguration) {
        let username = section[.username]
        let passwordFile = section[.passwordFile]
        if let username, let text = username.line() {
            feed.username = text
            if text.contains(":") {
                username.report("has a colon, which HTTP does not allow there", "write the user name alone")
            }
        }
        if let username, passwordFile == nil {
            username.report("has no password with it", "write PasswordFile = \"…\"; beside it")
        }
        guard let passwordFile else { return }
        if username == nil { passwordFile.report("has no user name with it", "write Username = \"…\"; beside it") }
        guard let text = passwordFile.path(allowing: Self.credentials) else { return }
        let path = passwordPath(text, besideFile: passwordFile.node.file)
        feed.passwordFile = path
        feed.password = password(at: path, passwordFile)
    }

    /// systemd's LoadCredential puts secrets into a folder of its own; bare names are looked for there.
    private func passwordPath(_ text: String, besideFile file: String) -> String {
        let name = text.hasPrefix(Self.credentials) ? String(text.dropFirst(Self.credentials.count)) : text
        if !name.hasPrefix("/"), let folder = place.environmentFolder("CREDENTIALS_DIRECTORY") {
            return PathText.normalized(PathText.join(folder, name))
        }
        return place.absolute(name, besideFile: file)
    }

    private func password(at path: String, _ field: ConfigurationField) -> Secret? {
        let bytes: [UInt8]
        do {
            bytes = try place.files.contents(path, Self.passwordLimit)
        } catch {
            field.report(
                "names a file that \(error.reason) (\(ShownText.path(path)))",
                "write the path of a file that holds the password")
            return nil
        }
        if let mode = place.files.mode(path), mode & Self.openModes != 0 {
            field.warn(
                "names a file that others can \(mode & 0o004 != 0 ? "read" : "write") (\(ShownText.path(path)))",
                "chmod 600 it, or 640 for a group that may read it")
        }
        guard var text = String(validating: bytes, as: UTF8.self) else {
            field.report("names a file that is not UTF-8", "save the password as UTF-8")
            return nil
        }
        // Some editors begin a file so; nobody's password does.
        if text.unicodeScalars.first == Self.byteOrderMark { text.unicodeScalars.removeFirst() }
        // "\r\n" is one character.
        if text.last?.isNewline == true { text.removeLast() }
        guard !text.isEmpty, !text.contains(where: \.isNewline) else {
            field.report("names a file that is not one line", "write the password alone into the file")
            return nil
        }
        return Secret(text)
    }
}

// MARK: - Values of feeds

extension ConfigurationField {
    /// Header fields that the daemon sets itself, or that would break its requests.
    private static let reservedHeaders: Set<String> = [
        "accept-encoding", "connection", "content-length", "host", "if-modified-since", "if-none-match", "range", "te",
        "trailer", "transfer-encoding", "upgrade",
    ]

    /// A dictionary of header fields; their values are never shown.
    fileprivate func headers() -> [RequestHeader] {
        guard case .dictionary(let entries) = node.value else {
            reportKind("a dictionary", "write { NAME = \"VALUE\"; }", hidingValue: true)
            return []
        }
        var seen: Set<String> = []
        return entries.compactMap { entry in
            let field = ConfigurationField(
                node: entry.node, keyPath: "\(keyPath).\(ShownText.plain(entry.key))", faults: faults)
            let name = entry.key.lowercased()
            guard !name.isEmpty, name.utf8.allSatisfy(Self.isTokenByte) else {
                field.report("is not the name of a header", "write a name such as X-API-Key", hidingValue: true)
                return nil
            }
            guard seen.insert(name).inserted else {
                field.report("is a header that is there already", "remove one of the two", hidingValue: true)
                return nil
            }
            if name == "user-agent" {
                field.report("is set by a key of its own", "write UserAgent = \"…\"; in the feed", hidingValue: true)
                return nil
            }
            guard !Self.reservedHeaders.contains(name) else {
                field.report("is a header that the program sets itself", "remove it", hidingValue: true)
                return nil
            }
            return field.line(hidingValue: true).map { RequestHeader(name: entry.key, value: Secret($0)) }
        }
    }

    /// The characters of a token (RFC 9110, section 5.6.2).
    private static func isTokenByte(_ byte: UInt8) -> Bool {
        ASCII.isLetter(byte) || ASCII.isDigit(byte) || "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }

    /// An IANA zone, or a distance from UTC such as `+09:00`.
    fileprivate func timeZone(_ known: inout [String: TimeZone]) -> TimeZone? {
        guard let text = line() else { return nil }
        if let zone = known[text] { return zone }
        let mend = "write a zone such as Asia/Seoul, or a distance from UTC such as \"+09:00\""
        if let first = text.first, first == "+" || first == "-" {
            if let zone = Self.fixedZone(text) { return zone }
            report("is not a distance from UTC", mend)
            return nil
        }
        if Self.isZoneName(text), let zone = TimeZone(identifier: text) {
            known[text] = zone
            return zone
        }
        report("is not a time zone", Self.mend(mend, text, among: TimeZone.knownTimeZoneIdentifiers))
        return nil
    }

    private static let zoneNames = Set(TimeZone.knownTimeZoneIdentifiers)

    private static func isZoneName(_ text: String) -> Bool {
        text == "UTC" || text == "GMT" || zoneNames.contains(text)
    }

    private static func fixedZone(_ text: String) -> TimeZone? {
        let parts = text.dropFirst().split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 && $0.utf8.allSatisfy(ASCII.isDigit) }),
            let hours = Int(parts[0]), let minutes = Int(parts[1]), hours <= 14, minutes < 60
        else { return nil }
        let seconds = hours * 3600 + minutes * 60
        return TimeZone(secondsFromGMT: text.hasPrefix("-") ? -seconds : seconds)
    }
}
