import TestSupport
import Testing

@testable import HTTPFetch

/// Bodies whose compression is not as the header says, or not as libcurl wants it.
@Suite(.timeLimit(.minutes(1)))
struct UnpackingTests {
    private static let plain = Array("<rss>초지능</rss>".utf8)
    private static let packed = LoopbackGzip.stored(plain)
    /// A stored block of deflate (RFC 1951), bare and in zlib's frame (RFC 1950).
    private static let bare: [UInt8] = [1, UInt8(plain.count), 0, ~UInt8(plain.count), 0xFF] + plain
    private static var framed: [UInt8] {
        var (low, high) = (UInt32(1), UInt32(0))
        for byte in plain {
            low = (low + UInt32(byte)) % 65521
            high = (high + low) % 65521
        }
        return [0x78, 0x01] + bare + withUnsafeBytes(of: (high << 16 | low).bigEndian) { Array($0) }
    }

    private static let tails: [[UInt8]] = [Array("\n".utf8), Array("<!-- cached -->".utf8), [0, 0, 0]]
    private static let members =
        LoopbackGzip.stored(Array(plain[..<7])) + LoopbackGzip.stored(Array(plain[7...]))
    private static let twice = LoopbackGzip.stored(packed)

    private static var bodies: [(coding: String?, body: [UInt8])] {
        var bodies: [(coding: String?, body: [UInt8])] = [
            ("gzip", members), ("gzip", plain), ("gzip", twice), ("gzip, gzip", twice), (nil, packed),
            ("x-gzip", packed),
            ("identity", packed), ("deflate", framed), ("deflate", bare), ("deflate", packed),
        ]
        for tail in tails { bodies.append(("gzip", packed + tail)) }
        for tail in tails { bodies.append(("deflate", framed + tail)) }
        for coding in ["br", "utf-8", "none", "", "deflate", "aws-chunked"] { bodies.append((coding, plain)) }
        return bodies
    }

    /// Each is read, at the first attempt or the second; no third one is made.
    @Test(arguments: bodies)
    func whatIsWholeIsRead(_ coding: String?, _ body: [UInt8]) async throws {
        try await withServer { server, loop in
            server.route("/", .response(headers: coding.map { ["Content-Encoding": $0] } ?? [:], body: body))
            let response = try await loop.fetch(.local(server.url("/")))
            #expect(response.body == Self.plain)
            #expect(server.requests.count <= 2)
            #expect(server.requests.dropFirst().allSatisfy { $0.headers["accept-encoding"] == "identity" })
        }
    }

    @Test(arguments: [5, 4, 1])
    func aDamagedBodyIsCalledSo(_ end: Int) async throws {
        var damaged = Self.packed
        damaged[damaged.count - end] ^= 0xFF
        try await withServer { server, loop in
            server.route("/labelled", .response(headers: ["Content-Encoding": "gzip"], body: damaged))
            server.route("/bare", .response(body: damaged))
            server.route("/cut", .response(body: Array(Self.packed.dropLast(end + 4))))
            for path in ["/labelled", "/bare", "/cut"] {
                let error = await loop.failure(.local(server.url(path)))
                #expect(error == FetchError(.decoding, "the compressed body is damaged", status: 200))
            }
            #expect(server.requests.count == 4)
        }
    }

    @Test func aBombThatNobodyDeclaredEndsAtTheLimit() async throws {
        try await withServer { server, loop in
            server.route("/", .response(body: LoopbackGzip.bomb(expandingTo: 100 << 20)))
            let error = await loop.failure(.local(server.url("/")) { $0.limits.maximumBodySize = 1 << 20 })
            #expect(error == FetchError(.tooLarge, "the body is larger than 1048576 bytes", status: 200))
        }
    }

    @Test func gzipInGzipForEverIsLeft() throws {
        var body = Self.plain
        for _ in 0..<10 { body = LoopbackGzip.stored(body) }
        let left = try Unpacking.unpacked(body, isDeflate: false, limit: 1 << 20)
        #expect(Unpacking.isGzip(left))
    }

    /// Whatever the bytes, unpacking ends, within the limit.
    @Test func noBytesAreTooMuch() {
        var random = SeededGenerator(seed: 9)
        for round in 0..<2000 {
            var body = round % 2 == 0 ? Self.packed : Self.framed
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                body[Int.random(in: 0..<body.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            body.removeLast(Int.random(in: 0..<body.count, using: &random))
            do throws(Unpacking.Fault) {
                let unpacked = try Unpacking.unpacked(body, isDeflate: round % 3 == 0, limit: 64)
                #expect(unpacked.count <= max(64, body.count))
            } catch {
                #expect(error == .damaged || error == .tooLarge)
            }
        }
    }
}
