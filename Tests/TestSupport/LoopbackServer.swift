import Glibc
import Synchronization

/// An HTTP/1.1 server for tests, in the process, on a port of 127.0.0.0/8 that the system picks.
///
/// It answers by routes, records what it is asked, and runs on threads of its own, which `stop()` (or the last reference
/// going away) ends and joins.
public final class LoopbackServer: Sendable {
    /// Answers a request; called on a thread of the server.
    public typealias Handler = @Sendable (LoopbackRequest) -> LoopbackAnswer

    /// Why no server could be started.
    public struct StartError: Error {
        /// The failed call and its errno.
        public var reason: String
    }

    /// The address bound.
    public let address: String
    /// The port the system picked.
    public let port: UInt16
    private let site: LoopbackSite
    private let acceptor: LoopbackThread

    /// Starts a server.
    ///
    /// - Parameters:
    ///   - address: an IPv4 address of 127.0.0.0/8.
    ///   - isDeaf: whether connections stand but are never read from.
    public init(address: String = "127.0.0.1", isDeaf: Bool = false) throws {
        let (listener, port) = try Self.listen(on: address)
        self.address = address
        self.port = port
        let site = LoopbackSite(listener: listener)
        self.site = site
        do {
            acceptor = try LoopbackThread { isDeaf ? site.ignoreConnections() : site.acceptConnections() }
        } catch {
            close(listener)
            throw error
        }
    }

    deinit {
        stop()
    }

    /// The URL of a path on this server.
    public func url(_ path: String) -> String {
        "http://\(address):\(port)\(path)"
    }

    /// Sets the answer for a path (without its query) from now on. Other paths answer 404.
    public func route(_ path: String, _ answer: LoopbackAnswer) {
        site.setHandler(for: path) { _ in answer }
    }

    /// Sets what answers a path from now on.
    public func route(_ path: String, handler: @escaping Handler) {
        site.setHandler(for: path, handler)
    }

    /// Sets what answers all paths without a route.
    public func routeOthers(handler: @escaping Handler) {
        site.setHandler(for: nil, handler)
    }

    /// Answers a path with a body and validators, or with 304 if the request holds the validators.
    public func routeFeed(
        _ path: String, body: [UInt8], entityTag: String? = nil, lastModified: String? = nil,
        headers: [String: String] = [:]
    ) {
        var fields = headers
        fields["ETag"] = entityTag
        fields["Last-Modified"] = lastModified
        let full = LoopbackAnswer.response(headers: fields, body: body)
        let unchanged = LoopbackAnswer.response(304, headers: fields)
        route(path) { $0.matches(entityTag: entityTag, lastModified: lastModified) ? unchanged : full }
    }

    /// The requests so far, in the order they came.
    public var requests: [LoopbackRequest] { site.requests }

    /// Waits until so many requests have come, and returns them; fewer only if the server stops first.
    public func requests(atLeast count: Int) async -> [LoopbackRequest] {
        await site.requests(atLeast: count)
    }

    /// Ends all connections and threads. May be called more than once.
    public func stop() {
        site.stop()
        acceptor.join()
    }

    private static func listen(on address: String) throws -> (descriptor: Int32, port: UInt16) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw StartError(reason: "socket: errno \(errno)") }
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        guard inet_pton(AF_INET, address, &name.sin_addr) == 1 else {
            close(descriptor)
            throw StartError(reason: "\(address) is not an IPv4 address")
        }
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &name) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                bind(descriptor, generic, length) == 0 && Glibc.listen(descriptor, 1024) == 0
                    && getsockname(descriptor, generic, &length) == 0
            }
        }
        guard isBound else {
            let number = errno
            close(descriptor)
            throw StartError(reason: "bind: errno \(number)")
        }
        return (descriptor, UInt16(bigEndian: name.sin_port))
    }
}
