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
    private let statistics: LoopStatistics

    init(statistics: LoopStatistics) {
        self.statistics = statistics
    }

    /// Takes the policy of the next hop.
    ///
    /// - Throws: `addressRefused` if a proxy would be asked for a host that is refused by its very name.
    func begin(_ policy: AddressPolicy, url: RequestURL, isProxied: Bool) throws(FetchError) {
        self.policy = isProxied ? .any : policy
        refused = nil
        hasAllowedOne = false
        guard isProxied, policy == .publicOnly else { return }
        let host = url.host
        let addressClass = IPAddress(host).map { AddressClass($0) } ?? (Self.isLocalName(host) ? .loopback : nil)
        if let addressClass, addressClass != .publicInternet { throw .addressRefused(addressClass) }
    }

    /// Names that stand for this machine (RFC 6761).
    private static func isLocalName(_ host: String) -> Bool {
        let name = host.hasSuffix(".") ? host.dropLast() : host[...]
        return name == "localhost" || name.hasSuffix(".localhost")
    }

    private func allows(_ address: IPAddress?) -> Bool {
        guard policy == .publicOnly else { return true }
        let addressClass = address.map { AddressClass($0) } ?? .reserved
        if addressClass == .publicInternet {
            hasAllowedOne = true
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
        connectionGuard.statistics.opened.add(1, ordering: .relaxed)
        // Not inherited by programs the process may start.
        let type = address.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue)
        return socket(address.pointee.family, type, address.pointee.protocol)
    }

    /// For CURLOPT_PREREQFUNCTION; the context as above.
    static let prerequestCallback: tw_curl_prerequest_callback = { context, remote, _, _, _ in
        guard let context, let remote else { return CURL_PREREQFUNC_ABORT }
        let connectionGuard = Unmanaged<ConnectionGuard>.fromOpaque(context).takeUnretainedValue()
        guard connectionGuard.policy == .publicOnly else { return CURL_PREREQFUNC_OK }
        return connectionGuard.allows(IPAddress(String(cString: remote))) ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
    }
}

@available(*, unavailable)
extension ConnectionGuard: Sendable {}
