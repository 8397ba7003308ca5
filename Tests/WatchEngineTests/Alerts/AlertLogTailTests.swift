import TestSupport
import Testing

@testable import WatchEngine

@Suite struct AlertLogTailTests {
    private static let t = "2026-11-24T21:39:55+09:00"
    private static let u = "2026-11-24T12:39:55Z"

    private func tail(_ bytes: [UInt8], believingUpTo highest: Int64 = .max) throws -> AlertLogTail {
        try AlertLogTail(size: bytes.count, believingUpTo: highest) { (offset, count) throws(LogFileError) in
            Array(bytes[offset..<offset + count])
        }
    }

    private func tail(_ text: String) throws -> AlertLogTail {
        try tail(Array(text.utf8))
    }

    @Test(
        arguments: [
            ("2026-11-24T21:39:55+09:00 #17 [r] | a", 17), ("2026-11-24T21:39:55-09:30 #17 also [r] | a", 17),
            ("2026-11-24T12:39:55Z #9223372036854775807 [r]", .max),
            ("2026-11-24T12:39:55Z #9223372036854775808 [r]", nil),
            ("2026-11-24T12:39:55Z #17", nil), ("2026-11-24T12:39:55Z # [r]", nil),
            ("2026-11-24T12:39:55Z #-1 [r]", nil),
            ("2026-11-24 #17 [r]", nil), ("## note 2026-11-24T12:39:55Z ticket #4000 x", nil), (" #17 ", nil),
            ("", nil),
            (#"{"v":1,"seq":17,"type""#, 17), (#"{"v":2,"seq":17,"type""#, nil), (#"{"seq":17,"#, nil),
            (#""seq":17,"#, nil),
        ] as [(String, Int64?)])
    func onlyTheBeginningOfALineTellsItsNumber(line: String, seq: Int64?) {
        #expect(AlertLogTail.seq(of: line.utf8) == seq)
    }

    @Test(
        arguments: [
            ("", nil, .none), ("\(t) #7 [r] | a\n", 7, .none),
            ("\(t) #7 [r] | a\n\(u) #8 [r] | to", 7, .cut(to: 37)), ("\(t) #8 [r] | to", nil, .cut(to: 0)),
            ("\(t) #7 [r] | a\n\(u) #", 7, .cut(to: 37)), ("\(t) #7 [r] | a\n2", 7, .cut(to: 37)),
            ("\(t) #7 [r] | a\n\0\0\0\0", 7, .cut(to: 37)), ("\(t) #7 [r] | a\n202\0\0", 7, .cut(to: 37)),
            ("\(t) #7 [r] | a\n{\"v\":1,\"s", 7, .cut(to: 37)), ("\(t) #7 [r] | a #9 b\n", 7, .none),
            ("\(t) #7 [r] | a\n## note ticket #4000\n\n", 7, .none), ("\(t) #7 [r] | a\nnote", 7, .newline),
            ("no line of ours\n", nil, .none), ("no line of ours", nil, .newline),
            ("{\"v\":1,\"seq\":6,\"x\"}\n\(t) #7 [r] | a\n", 7, .none),
            ("\(t) #7 [r] | a\n{\"v\":1,\"seq\":8,}\n", 8, .none),
        ] as [(String, Int64?, AlertLogTail.Mend)])
    func findsTheLastLineOfOurs(text: String, seq: Int64?, mend: AlertLogTail.Mend) throws {
        let tail = try tail(text)
        #expect(tail.seq == seq)
        #expect(tail.mend == mend)
    }

    @Test func neverReadsFromTheMiddleOfALine() throws {
        // Longer than what is read at a time, with numbers all over.
        let title = String(repeating: " #9223372036854775806 ", count: 50_000)
        #expect(try tail("\(Self.t) #7 [r] | \(title)\n").seq == 7)
        #expect(try tail("\(Self.t) #7 [r] | a\n\(title)\n").seq == 7)
        #expect(try tail("\(Self.t) #7 [r] | a\n\(Self.t) #8 [r] | \(title)").mend == .cut(to: 37))
    }

    @Test func findsLinesAcrossTheBordersOfWhatIsReadAtATime() throws {
        for length in (64 << 10) - 90...(64 << 10) + 2 {
            let tail = try tail("\(Self.t) #6 [r]\n\(Self.t) #7 [r]\n" + String(repeating: "x", count: length) + "\n")
            #expect(tail.seq == 7)
        }
    }

    @Test func looksBackSoFarAndNoFarther() throws {
        var read = 0
        func tail(_ bytes: [UInt8]) throws -> AlertLogTail {
            read = 0
            return try AlertLogTail(size: bytes.count, believingUpTo: .max) { (offset, count) throws(LogFileError) in
                read += count
                return Array(bytes[offset..<offset + count])
            }
        }
        let foreign = [UInt8](repeating: UInt8(ascii: "x"), count: AlertLogTail.reach)
        let ours = Array("\(Self.t) #7 [r]\n".utf8)
        #expect(try tail(ours + foreign).mend == .newline)
        #expect(read == AlertLogTail.reach)
        let tooFar = try tail(ours + foreign + Array("\n".utf8))
        #expect(tooFar.seq == nil && tooFar.mend == .none)
    }

    @Test func passesOverWhatCannotBeBelieved() throws {
        let text = "\(Self.t) #7 [r]\n\(Self.t) #1001 [r]\n\(Self.t) #1002 [r]\n"
        let tail = try tail(Array(text.utf8), believingUpTo: 1000)
        #expect(tail.seq == 7)
        #expect(tail.unbelieved == 1002)
    }
}
