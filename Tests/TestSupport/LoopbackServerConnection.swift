import Glibc

/// One connection of the loopback server, served on a thread of its own.
struct LoopbackConnection {
    private let descriptor: Int32
    private let number: Int
    private let site: LoopbackSite
    /// A request's header may be so long.
    private static let maximumHeaderSize = 256 << 10

    init(_ descriptor: Int32, number: Int, site: LoopbackSite) {
        self.descriptor = descriptor
        self.number = number
        self.site = site
    }

    /// Answers requests until the client or an answer closes the connection or the server stops.
    func serve() {
        var buffer: [UInt8] = []
        while let request = readRequest(&buffer) {
            let answer = site.answer(to: request)
            guard perform(answer.steps), !answer.closesConnection else { break }
        }
        // An orderly end: what was sent reaches the client even if it has sent more than was read.
        shutdown(descriptor, Int32(SHUT_WR))
        var rest = [UInt8](repeating: 0, count: 4096)
        while site.waitUntilReady(descriptor, POLLIN), recv(descriptor, &rest, rest.count, 0) > 0 {}
        close(descriptor)
    }

    private func readRequest(_ buffer: inout [UInt8]) -> LoopbackRequest? {
        let end = Array("\r\n\r\n".utf8)
        var chunk = [UInt8](repeating: 0, count: 16 << 10)
        while true {
            if let found = buffer.firstRange(of: end) {
                let header = Array(buffer[..<found.lowerBound])
                buffer.removeFirst(found.upperBound)
                return parse(header)
            }
            // A TLS hello, for one, is no request.
            if let first = buffer.first, !(UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(first) { return nil }
            guard buffer.count < Self.maximumHeaderSize, site.waitUntilReady(descriptor, POLLIN) else { return nil }
            let count = recv(descriptor, &chunk, chunk.count, 0)
            guard count > 0 else { return nil }
            buffer += chunk[..<count]
        }
    }

    private func parse(_ header: [UInt8]) -> LoopbackRequest? {
        let lines = String(decoding: header, as: UTF8.self).split(whereSeparator: \.isNewline)
        let words = lines.first?.split(separator: " ") ?? []
        guard words.count == 3 else { return nil }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let value = line[line.index(after: colon)...].drop { $0 == " " }
            headers[line[..<colon].lowercased()] = String(value)
        }
        return LoopbackRequest(
            method: String(words[0]), path: String(words[1]), headers: headers, bytes: header, connection: number)
    }

    private func perform(_ steps: [LoopbackAnswer.Step]) -> Bool {
        for step in steps {
            let isDone =
                switch step {
                case .send(let bytes): send(bytes)
                case .sendRepeatedly(let bytes, let times): sendRepeatedly(bytes, times)
                case .drip(let bytes, let pause): bytes.allSatisfy { site.pause(pause) && send([$0]) }
                case .wait(let gate): site.wait(for: gate)
                }
            guard isDone else { return false }
        }
        return true
    }

    private func sendRepeatedly(_ bytes: [UInt8], _ times: Int) -> Bool {
        // Many small sends would only test the system.
        let perBlock = max(1, min(times, (64 << 10) / max(1, bytes.count)))
        let block = Array(repeatElement(bytes, count: perBlock).joined())
        for _ in 0..<(times / perBlock) where !send(block) { return false }
        return send(Array(repeatElement(bytes, count: times % perBlock).joined()))
    }

    private func send(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            guard site.waitUntilReady(descriptor, POLLOUT) else { return false }
            let count = bytes.withUnsafeBytes { all in
                let rest = UnsafeRawBufferPointer(rebasing: all[sent...])
                return Glibc.send(descriptor, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL | MSG_DONTWAIT))
            }
            if count < 0, errno == EAGAIN || errno == EINTR { continue }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }
}
