/// The keys of `Polling`.
enum PollingKey: String, ConfigurationKey {
    case interval = "Interval"
    case minimumInterval = "MinimumInterval"
    case maximumInterval = "MaximumInterval"
    case concurrency = "Concurrency"
    case perHost = "PerHost"
    case hostGap = "HostGap"
    case connectTimeout = "ConnectTimeout"
    case timeout = "Timeout"
    case stallTimeout = "StallTimeout"
    case maximumBodySize = "MaximumBodySize"
    case maximumBytesInFlight = "MaximumBytesInFlight"
    case maximumRedirects = "MaximumRedirects"
    case maximumItemsPerDay = "MaximumItemsPerDay"
    case maximumBytesPerDay = "MaximumBytesPerDay"
    case firstPollWindow = "FirstPollWindow"
    case allowPrivateNetworks = "AllowPrivateNetworks"
    case userAgent = "UserAgent"
    case proxy = "Proxy"
    case noProxy = "NoProxy"
    case certificates = "CACertificates"
    case failuresBeforeReport = "FailuresBeforeReport"
    case failingTimeBeforeReport = "FailingTimeBeforeReport"
}

/// Decodes `Polling` and checks its values against each other.
struct PollingDecoding {
    /// Below a second no feed is asked, whoever wishes it.
    static let intervalRange: ClosedRange<Duration> = .seconds(1)...(.seconds(366 * 86400))
    /// The waits of one request.
    static let timeoutRange: ClosedRange<Duration> = .milliseconds(100)...(.seconds(3600))
    /// The gap between two requests to one host.
    static let hostGapRange: ClosedRange<Duration> = .zero...(.seconds(3600))
    /// The bytes of a body, and of all bodies.
    static let bodySizeRange = 1 << 10...1 << 30
    static let bytesInFlightRange = 1 << 10...1 << 34
    /// What a feed may bring in a day.
    static let dailyItemsRange = 1...10_000_000
    static let dailyBytesRange = 1 << 10...1 << 40

    let place: ConfigurationPlace

    /// The settings of all files' `Polling` dictionaries.
    func decode(_ sections: [ConfigurationField]) -> PollingConfiguration {
        let fields = MergedSections<PollingKey>(sections)
        var polling = PollingConfiguration()
        decodeTimes(fields, &polling)
        decodeBounds(fields, &polling)
        if let value = fields[.userAgent]?.line() { polling.userAgent = value }
        if let value = fields[.proxy]?.proxy() { polling.proxy = value }
        if let field = fields[.noProxy] { polling.noProxy = Self.hosts(field) }
        if let value = fields[.certificates]?.readableFile(place) { polling.certificateAuthorityFile = value }
        if let value = fields[.allowPrivateNetworks]?.boolean() { polling.allowPrivateNetworks = value }
        return polling
    }

    private func decodeTimes(_ fields: MergedSections<PollingKey>, _ polling: inout PollingConfiguration) {
        let interval = fields[.interval]?.duration(in: Self.intervalRange)
        let minimum = fields[.minimumInterval]?.duration(in: Self.intervalRange)
        let maximum = fields[.maximumInterval]?.duration(in: Self.intervalRange)
        let connect = fields[.connectTimeout]?.duration(in: Self.timeoutRange)
        let timeout = fields[.timeout]?.duration(in: Self.timeoutRange)
        let stall = fields[.stallTimeout]?.duration(in: Self.timeoutRange)
        if let interval { polling.interval = interval }
        if let minimum { polling.minimumInterval = minimum }
        if let maximum { polling.maximumInterval = maximum }
        if let connect { polling.connectTimeout = connect }
        if let timeout { polling.timeout = timeout }
        if let stall { polling.stallTimeout = stall }
        if let value = fields[.hostGap]?.duration(in: Self.hostGapRange) { polling.hostGap = value }
        if let value = fields[.firstPollWindow]?.firstPollWindow() { polling.firstPollWindow = value }
        if let value = fields[.failingTimeBeforeReport]?.duration(in: .zero...Self.intervalRange.upperBound) {
            polling.failingTimeBeforeReport = value
        }
        // What the user wrote counts; a default that does not fit to it yields.
        if minimum == nil { polling.minimumInterval = min(polling.minimumInterval, polling.interval) }
        if maximum == nil { polling.maximumInterval = max(polling.maximumInterval, polling.interval) }
        if connect == nil { polling.connectTimeout = min(polling.connectTimeout, polling.timeout) }
        if stall == nil { polling.stallTimeout = min(polling.stallTimeout, polling.timeout) }
        check(fields, .minimumInterval, polling.minimumInterval, atMost: .interval, polling.interval)
        check(fields, .interval, polling.interval, atMost: .maximumInterval, polling.maximumInterval)
        check(fields, .connectTimeout, polling.connectTimeout, atMost: .timeout, polling.timeout)
        check(fields, .stallTimeout, polling.stallTimeout, atMost: .timeout, polling.timeout)
    }

    private func decodeBounds(_ fields: MergedSections<PollingKey>, _ polling: inout PollingConfiguration) {
        if let value = fields[.concurrency]?.integer(in: 1...1024) { polling.concurrency = value }
        if let value = fields[.perHost]?.integer(in: 1...64) { polling.perHost = value }
        if let value = fields[.maximumRedirects]?.integer(in: 0...20) { polling.maximumRedirects = value }
        if let value = fields[.failuresBeforeReport]?.integer(in: 1...1000) { polling.failuresBeforeReport = value }
        if let value = fields[.maximumItemsPerDay]?.integer(in: Self.dailyItemsRange) {
            polling.maximumItemsPerDay = value
        }
        if let value = fields[.maximumBytesPerDay]?.byteCount(in: Self.dailyBytesRange) {
            polling.maximumBytesPerDay = value
        }
        if let value = fields[.maximumBodySize]?.byteCount(in: Self.bodySizeRange) { polling.maximumBodySize = value }
        if let value = fields[.maximumBytesInFlight]?.byteCount(in: Self.bytesInFlightRange) {
            polling.maximumBytesInFlight = value
        }
        let sizes = (polling.maximumBodySize, polling.maximumBytesInFlight)
        guard sizes.0 > sizes.1, let field = fields[.maximumBytesInFlight] ?? fields[.maximumBodySize] else { return }
        let body = "MaximumBodySize (\(ByteSizeText.text(sizes.0)))"
        let all = "MaximumBytesInFlight (\(ByteSizeText.text(sizes.1)))"
        if fields[.maximumBytesInFlight] != nil {
            field.report("is less than \(body)", "raise it, or lower MaximumBodySize")
        } else {
            field.report("is more than \(all)", "lower it, or raise MaximumBytesInFlight")
        }
    }

    /// Reports `lower` when it is longer than `upper`, at whichever of the two the user wrote.
    private func check(
        _ fields: MergedSections<PollingKey>, _ lowerKey: PollingKey, _ lower: Duration, atMost upperKey: PollingKey,
        _ upper: Duration
    ) {
        guard lower > upper else { return }
        func other(_ key: PollingKey, _ value: Duration) -> String {
            "\(key.rawValue) (\(DurationText.text(value))\(fields[key] == nil ? ", its default" : ""))"
        }
        if let field = fields[lowerKey] {
            field.report("is longer than \(other(upperKey, upper))", "shorten it, or set a longer \(upperKey.rawValue)")
        } else if let field = fields[upperKey] {
            field.report(
                "is shorter than \(other(lowerKey, lower))", "lengthen it, or set a shorter \(lowerKey.rawValue)")
        }
    }

    /// Hosts in a list, or in one string with commas.
    private static func hosts(_ field: ConfigurationField) -> [String] {
        field.elements().flatMap { element in
            (element.line() ?? "").split(separator: ",").map { XMLScanner.trimmed(String($0)) }.filter { !$0.isEmpty }
        }
    }
}

extension ConfigurationField {
    /// The URL of a proxy, or `none`. Never shown, since it may hold a password.
    func proxy() -> ProxyChoice? {
        guard let text = line(hidingValue: true) else { return nil }
        if text.lowercased() == "none" { return .direct }
        do {
            return .server(try FeedURL.proxy(text))
        } catch {
            report(error.problem, error.mend, hidingValue: FeedURL.mayHoldSecret(text))
            return nil
        }
    }
}
