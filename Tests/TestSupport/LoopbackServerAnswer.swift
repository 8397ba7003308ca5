import Glibc
import Synchronization

/// What the server does with a request: a script of bytes and waits.
public struct LoopbackAnswer: Sendable {
    /// One thing the server does.
    public enum Step: Sendable {
        /// Sends bytes as they are.
        case send([UInt8])
        /// Sends the same bytes again and again.
        case sendRepeatedly([UInt8], times: Int)
        /// Sends bytes one at a time with a pause before each.
        case drip([UInt8], every: Duration)
        /// Waits until the test opens the gate.
        case wait(LoopbackGate)
    }

    /// In order.
    public var steps: [Step]
    /// Whether the connection is closed after the last step.
    public var closesConnection: Bool

    /// An answer of these steps.
    public init(steps: [Step], closesConnection: Bool = false) {
        self.steps = steps
        self.closesConnection = closesConnection
    }

    /// A whole response with its length declared.
    public static func response(
        _ status: Int = 200, headers: [String: String] = [:], body: [UInt8] = []
    ) -> LoopbackAnswer {
        var fields = headers
        if status != 304, status != 204 { fields["Content-Length"] = String(body.count) }
        return LoopbackAnswer(steps: [.send(header(status, fields)), .send(body)])
    }

    /// A whole response with a text for its body.
    public static func response(_ status: Int = 200, headers: [String: String] = [:], text: String) -> LoopbackAnswer {
        response(status, headers: headers, body: Array(text.utf8))
    }

    /// A redirect without a body.
    public static func redirect(_ status: Int = 302, to location: String) -> LoopbackAnswer {
        response(status, headers: ["Location": location])
    }

    /// A response that waits for the gate before its first byte.
    public static func held(by gate: LoopbackGate, _ answer: LoopbackAnswer) -> LoopbackAnswer {
        LoopbackAnswer(steps: [.wait(gate)] + answer.steps, closesConnection: answer.closesConnection)
    }

    /// A response that sends some of its body and then waits for the gate, which may never open.
    public static func halted(by gate: LoopbackGate, after start: [UInt8], declaring length: Int) -> LoopbackAnswer {
        LoopbackAnswer(steps: [.send(header(200, ["Content-Length": String(length)])), .send(start), .wait(gate)])
    }

    /// A response whose body comes one byte at a time.
    public static func dripping(_ body: [UInt8], every pause: Duration) -> LoopbackAnswer {
        LoopbackAnswer(steps: [.send(header(200, ["Content-Length": String(body.count)])), .drip(body, every: pause)])
    }

    /// A response that declares more than it sends and closes.
    public static func cut(_ body: [UInt8], declaring length: Int) -> LoopbackAnswer {
        LoopbackAnswer(
            steps: [.send(header(200, ["Content-Length": String(length)])), .send(body)], closesConnection: true)
    }

    /// A body of unknown length that goes on to the bound.
    public static func endlessBody(of chunk: [UInt8], upTo bytes: Int) -> LoopbackAnswer {
        LoopbackAnswer(
            steps: [
                .send(header(200, ["Connection": "close"])),
                .sendRepeatedly(chunk, times: bytes / max(1, chunk.count)),
            ], closesConnection: true)
    }

    /// Header fields without an end, up to the bound.
    public static func endlessHeader(upTo bytes: Int) -> LoopbackAnswer {
        let field = Array("X-Again: and again and again\r\n".utf8)
        return LoopbackAnswer(
            steps: [.send(Array("HTTP/1.1 200 OK\r\n".utf8)), .sendRepeatedly(field, times: bytes / field.count)],
            closesConnection: true)
    }

    /// Bytes that need not be HTTP, then the end.
    public static func raw(_ bytes: [UInt8]) -> LoopbackAnswer {
        LoopbackAnswer(steps: [.send(bytes)], closesConnection: true)
    }

    /// Closes without a byte.
    public static let hangUp = LoopbackAnswer(steps: [], closesConnection: true)

    /// A status line and these fields, in the order of their names.
    public static func header(_ status: Int, _ fields: [String: String]) -> [UInt8] {
        let lines = fields.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)\r\n" }
        return Array("HTTP/1.1 \(status) Answer\r\n\(lines.joined())\r\n".utf8)
    }
}

/// A request as the server got it.
public struct LoopbackRequest: Sendable {
    /// For example GET.
    public var method: String
    /// The path with its query.
    public var path: String
    /// The header fields with their names in lower case; of several of a name, the last.
    public var headers: [String: String]
    /// The whole header as it came, without its last line break.
    public var bytes: [UInt8]
    /// Which connection, counted from 0 in the order they were accepted.
    public var connection: Int

    /// Whether the request says that it has this version already.
    public func matches(entityTag: String?, lastModified: String?) -> Bool {
        if let tag = headers["if-none-match"] { return tag == entityTag }
        if let date = headers["if-modified-since"] { return date == lastModified }
        return false
    }
}

/// Holds answers back until the test opens it.
public final class LoopbackGate: Sendable {
    let descriptor: Int32
    private let writer: Mutex<Int32?>

    /// A closed gate.
    public init() {
        var ends: [Int32] = [-1, -1]
        // Not inherited by the processes that tests start, or the gate would stay closed while one of them lives.
        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        precondition(socketpair(AF_UNIX, type, 0, &ends) == 0, "no sockets for a gate: errno \(errno)")
        descriptor = ends[0]
        writer = Mutex(ends[1])
    }

    deinit {
        open()
        close(descriptor)
    }

    /// Lets everything through from now on. May be called more than once.
    public func open() {
        writer.withLock { writer in
            // A socket whose peer is gone is readable for ever.
            if let end = writer { close(end) }
            writer = nil
        }
    }
}
