internal import CCurl
internal import Glibc
internal import Synchronization

/// Opens the sockets of one exchange, and refuses those that would lead where the request's policy does not allow.
///
/// The numeric address is judged right before the connection is made, so that no answer of a name server gets around it,
/// and again before the request is sent, since the connection may be an older one. A proxy is where its owner put it and
/// is not judged.
///
/// Not Sendable: libcurl calls it on the loop's thread.
final class ConnectionGuard {
    private var policy = AddressPolicy.publicOnly
    /// The class of the last address refused since `begin`.
    private(set) var refused: AddressClass?
    /// Whether another address was allowed since.
    private(set) var hasAllowedOne = false
    /// Whether an address was met since that is not public, or a proxy was asked for one.
    private(set) var hasMetPrivate = false
    /// Why the system gave no socket since, as errno; 0 if it did.
    private(set) var socketError: Int32 = 0
    private let gauges: LoopGauges

    init(gauges: LoopGauges) {
        self.gauges = gauges
    }

    /// Takes the policy of the next hop.
    ///
    /// - Throws: `addressRefused` if a proxy would be asked for a host that is refused by its very name. What a name leads to
    ///   from where the proxy is, is the proxy's to know.
    func begin(_ policy: AddressPolicy, url: RequestURL, isProxied: Bool) throws(FetchError) {
        self.policy = isProxied ? .any : policy
        refused = nil
        hasAllowedOne = false
        hasMetPrivate = false
        socketError = 0
        guard isProxied, policy != .any else { return }
        let addressClass = IPAddress(url.host).map { AddressClass($0) } ?? (Self.isLocal(url.host) ? .loopback : nil)
        guard let addressClass, addressClass != .publicInternet else { return }
        if policy == .publicOnly { throw .addressRefused(addressClass) }
        hasMetPrivate = true
    }

    /// Names that stand for this machine or this network wherever they are asked for: RFC 6761 (localhost), RFC 6762
    /// (local), RFC 8375 (home.arpa), ICANN's resolution of 2024 (internal), and those of Debian's and others' hosts files.
    private static func isLocal(_ host: String) -> Bool {
        let names = ["localhost", "local", "home.arpa", "internal", "localdomain", "ip6-localhost", "ip6-loopback"]
        return names.contains { host == $0 || host.hasSuffix(".\($0)") }
    }

    private func allows(_ address: IPAddress?) -> Bool {
        guard policy != .any else { return true }
        let addressClass = address.map { AddressClass($0) } ?? .reserved
        if addressClass == .publicInternet {
            hasAllowedOne = true
            return true
        }
        if policy == .publicAfterRedirect {
            hasMetPrivate = true
            return true
        }
        refused = addressClass
        return false
    }

    /// For CURLOPT_OPENSOCKETFUNCTION; the context is an unretained `ConnectionGuard` that outlives the handle's use.
    static let openSocketCallback: tw_curl_open_socket_callback = { context, _, address in
        guard let context, let address else { return CURL_SOCKET_BAD }
        let connectionGuard = Unmanaged<ConnectionGuard>.fromOpaque(context).takeUnretainedValue()
        guard connectionGuard.allows(tw_curl_socket_address(address).flatMap { IPAddress($0) }) else {
            return CURL_SOCKET_BAD
        }
        // Not inherited by programs the process may start.
        let type = address.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue)
        let opened = socket(address.pointee.family, type, address.pointee.protocol)
        guard opened >= 0, Int(opened) < connectionGuard.gauges.socketDescriptorLimit else {
            connectionGuard.socketError = opened < 0 ? errno : EMFILE
            // The last descriptors are for those who cannot do without.
            if opened >= 0 { close(opened) }
            return CURL_SOCKET_BAD
        }
        connectionGuard.gauges.statistics.opened.add(1, ordering: .relaxed)
        return opened
    }

    /// For CURLOPT_PREREQFUNCTION; the context as above.
    static let prerequestCallback: tw_curl_prerequest_callback = { context, remote, _, _, _ in
        guard let context, let remote else { return CURL_PREREQFUNC_ABORT }
        let connectionGuard = Unmanaged<ConnectionGuard>.fromOpaque(context).takeUnretainedValue()
        guard connectionGuard.policy != .any else { return CURL_PREREQFUNC_OK }
        return connectionGuard.allows(IPAddress(String(cString: remote))) ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
    }
}

@available(*, unavailable)
extension ConnectionGuard: Sendable {}
