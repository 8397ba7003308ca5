/// Which proxy stands before which URL, in the way of curl's environment variables.
public struct ProxyConfiguration: Sendable, Equatable {
    /// For http URLs, as a URL (`http://proxy:3128`, also https, socks4, socks4a, socks5, socks5h).
    public var http: String?
    /// For https URLs.
    public var https: String?
    /// For either, where the one above is not set.
    public var all: String?
    /// Hosts that are reached without a proxy: names (with all names under them), addresses and networks
    /// (`10.0.0.0/8`), or `*` for all.
    public var exceptions: [String]

    /// No proxy but those given.
    public init(http: String? = nil, https: String? = nil, all: String? = nil, exceptions: [String] = []) {
        self.http = http
        self.https = https
        self.all = all
        self.exceptions = exceptions
    }

    /// What an environment asks for: `http_proxy`, `https_proxy`, `all_proxy` and `no_proxy`, in lower case before upper
    /// case; `HTTP_PROXY` is left out, since a web server may set it from a request (CVE-2016-5385).
    public init(environment: [String: String]) {
        func value(_ names: String...) -> String? {
            names.compactMap { environment[$0] }.first { !$0.isEmpty }
        }
        self.init(
            http: value("http_proxy"), https: value("https_proxy", "HTTPS_PROXY"), all: value("all_proxy", "ALL_PROXY"),
            exceptions: (value("no_proxy", "NO_PROXY") ?? "").split { $0 == "," || $0.isWhitespace }.map(String.init))
    }

    /// The proxy for a URL; nil for none.
    func proxy(for url: RequestURL) -> String? {
        let proxy =
            switch url.scheme {
            case .http: http ?? all
            case .https: https ?? all
            }
        guard let proxy, !proxy.isEmpty else { return nil }
        let host = url.host
        let address = IPAddress(host)
        return exceptions.contains { Self.excepts($0, host: host, address: address) } ? nil : proxy
    }

    private static func excepts(_ exception: String, host: String, address: IPAddress?) -> Bool {
        if exception == "*" { return true }
        guard let address else {
            guard let name = HostName.normalized(exception.drop { $0 == "." }) else { return false }
            return host == name || host.hasSuffix(".\(name)")
        }
        let parts = exception.split(separator: "/", omittingEmptySubsequences: false)
        let text = parts[0].drop { $0 == "[" }.prefix { $0 != "]" }
        guard parts.count <= 2, let network = IPAddress(String(text)) else { return false }
        guard parts.count == 2 else { return network == address }
        guard let bits = Int(parts[1]), bits >= 0 else { return false }
        return address.isIn(network, bits: bits)
    }
}
