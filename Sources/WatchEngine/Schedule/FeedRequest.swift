import Foundation
public import HTTPFetch

extension FeedConfiguration {
    /// The request that asks for the whole document where the configuration says.
    public func request(polling: PollingConfiguration) -> FetchRequest {
        request(polling: polling, state: nil, now: .distantPast)
    }

    /// The request of a poll: `state` gives the validators and where the feed has moved to.
    func request(polling: PollingConfiguration, state: FeedState?, now: Date) -> FetchRequest {
        var limits = FetchLimits()
        limits.connectTimeout = polling.connectTimeout
        limits.timeout = timeout ?? polling.timeout
        limits.stallTimeout = polling.stallTimeout
        limits.maximumBodySize = polling.maximumBodySize
        limits.maximumRedirects = polling.maximumRedirects
        let relocation = state?.relocation.flatMap { $0.isInForce(now: now) ? $0.url : nil }
        // What the site moved to may be another site: the feed's secrets are for the configured one.
        let isElsewhere = relocation.map { !Relocation.isSameOrigin($0, url) } ?? false
        let validators = state?.hasFreshValidators(now: now) == true ? state : nil
        return FetchRequest(
            url: relocation ?? url,
            headers: isElsewhere ? [] : headers.map { HTTPField(name: $0.name, value: $0.value.value) },
            entityTag: validators?.entityTag, lastModified: validators?.lastModified,
            accept: Program.accept, userAgent: userAgent ?? polling.userAgent ?? Program.userAgent,
            credentials: isElsewhere
                ? nil : username.map { Credentials(username: $0, password: password?.value ?? "") },
            proxy: proxy?.url, certificateAuthorityFile: certificateAuthorityFile, limits: limits,
            addressPolicy: polling.allowPrivateNetworks ? .any : .publicOnly)
    }

    /// The path of a `file:` feed, nil for any other.
    public var localPath: String? {
        guard url.hasPrefix("file:") else { return nil }
        let path = url.dropFirst("file:".count)
        let absolute = path.hasPrefix("//") ? path.dropFirst(2).drop { $0 != "/" } : path
        return String(absolute).removingPercentEncoding ?? String(absolute)
    }
}

extension ProxyChoice {
    /// As `FetchRequest` wants it: "" for no proxy at all.
    fileprivate var url: String {
        switch self {
        case .direct: ""
        case .server(let url): url
        }
    }
}
