import Foundation
public import HTTPFetch

extension FeedConfiguration {
    /// The request that asks for the feed. `state` gives the validators, nil asks for the whole document.
    public func request(polling: PollingConfiguration, state: FeedState? = nil) -> FetchRequest {
        var limits = FetchLimits()
        limits.connectTimeout = polling.connectTimeout
        limits.timeout = timeout ?? polling.timeout
        limits.stallTimeout = polling.stallTimeout
        limits.maximumBodySize = polling.maximumBodySize
        limits.maximumRedirects = polling.maximumRedirects
        return FetchRequest(
            url: url, headers: headers.map { HTTPField(name: $0.name, value: $0.value.value) },
            entityTag: state?.entityTag, lastModified: state?.lastModified,
            userAgent: userAgent ?? polling.userAgent ?? Program.userAgent,
            credentials: username.map { Credentials(username: $0, password: password?.value ?? "") },
            proxy: (proxy ?? polling.proxy)?.url, certificateAuthorityFile: certificateAuthorityFile, limits: limits,
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
