import HTTPFetch
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1)))
struct HostileAnswerTests {
    /// Good answers with bytes changed, left out and put in at random: each fetch ends, and says nothing that the server
    /// put into its mouth.
    @Test(arguments: 0..<8)
    func anyBytesEndTheFetch(_ seed: UInt64) async throws {
        let answers = [
            "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nETag: \"1\"\r\nContent-Length: 6\r\n\r\n<rss/>",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X\r\n\r\n3\r\n<rs\r\n3\r\ns/>\r\n0\r\nX: y\r\n\r\n",
            "HTTP/1.1 301 Moved\r\nLocation: /0\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.0 304 Not Modified\r\nETag: W/\"2\"\r\n\r\n",
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n\u{1F}\u{8}\u{0}",
        ].map { Array($0.utf8) }
        try await withServer { server, loop in
            var random = SplitMix64(state: seed)
            for number in 0..<100 {
                var bytes = answers[number % answers.count]
                for _ in 0..<Int.random(in: 0...4, using: &random) {
                    let index = Int.random(in: 0..<bytes.count, using: &random)
                    let byte = UInt8.random(in: 0...255, using: &random)
                    switch Int.random(in: 0..<4, using: &random) {
                    case 0: bytes[index] = byte
                    case 1: bytes.remove(at: index)
                    case 2: bytes.insert(byte, at: index)
                    default: bytes.removeSubrange(index...)
                    }
                    if bytes.isEmpty { bytes = [byte] }
                }
                server.route("/\(number)", .raw(bytes))
            }
            for number in 0..<100 {
                let request = FetchRequest.local(server.url("/\(number)")) {
                    $0.limits = FetchLimits(timeout: .seconds(5), maximumBodySize: 1000, maximumRedirects: 3)
                }
                do throws(FetchError) {
                    let response = try await loop.fetch(request)
                    #expect(response.body.count <= 1000)
                } catch {
                    #expect(error.description.unicodeScalars.allSatisfy { $0.isASCII && $0.value >= 0x20 })
                    #expect(error.code != .system)
                }
            }
        }
    }
}

/// Sebastiano Vigna's SplitMix64: the same numbers for the same seed everywhere.
private struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
