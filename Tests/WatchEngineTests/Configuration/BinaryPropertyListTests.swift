import Foundation
import Testing

@testable import WatchEngine

/// The binary form: what it holds, and that damaged files are refused and nothing worse.
struct BinaryPropertyListTests {
    /// A binary property list of hand-made objects.
    private func binary(_ objects: [[UInt8]], top: UInt8 = 0, offsets: [UInt8]? = nil) -> [UInt8] {
        var bytes = Array("bplist00".utf8)
        var table: [UInt8] = []
        for object in objects {
            table.append(UInt8(bytes.count))
            bytes += object
        }
        let tableOffset = UInt8(bytes.count)
        bytes += offsets ?? table
        bytes += [0, 0, 0, 0, 0, 0, 1, 1]
        for number in [UInt8(objects.count), top, tableOffset] { bytes += [0, 0, 0, 0, 0, 0, 0, number] }
        return bytes
    }

    private func fault(_ reason: String) -> [String] {
        ["f: is a damaged binary property list (\(reason)); write it anew, or in the text form"]
    }

    @Test func handMadeObjectsAreRead() {
        let (node, faults) = readPropertyList(
            binary([[0xD2, 1, 2, 3, 4], [0x51, 0x61], [0x51, 0x62], [0x11, 0x01, 0x00], [0x61, 0xC6, 0x24]]))
        #expect(faults == [])
        #expect(node.map(PlainValue.init) == .dictionary(["a": .integer(256), "b": .string("오")]))
        #expect(node?.line == nil)
    }

    @Test func damagedFilesAreRefused() {
        #expect(readPropertyList(Array("bplist00".utf8)).faults == fault("it is cut short"))
        #expect(readPropertyList(binary([[0x09]], top: 1)).faults == fault("its trailer is wrong"))
        #expect(readPropertyList(binary([[0xA1, 7]])).faults == fault("a value names one that is not there"))
        #expect(readPropertyList(binary([[0x09]], offsets: [200])).faults == fault("a value lies outside it"))
        #expect(readPropertyList(binary([[0x5F, 0x10, 0xFF, 0x61]])).faults == fault("a length is wrong"))
        #expect(readPropertyList(binary([[0x58, 0x61]])).faults == fault("a value lies outside it"))
        #expect(readPropertyList(binary([[0xF0]])).faults == fault("a value is of an unknown kind"))
        #expect(readPropertyList(binary([[0x61, 0xD8, 0x3D]])).faults == fault("a string has half a surrogate pair"))
        #expect(readPropertyList(binary([[0x51, 0xFF]])).faults == fault("a string has bytes that are no characters"))
        #expect(readPropertyList(binary([[0xD1, 1, 1], [0x09]])).faults == fault("a key is not a string"))
        #expect(
            readPropertyList(binary([[0xD2, 1, 1, 2, 2], [0x51, 0x61], [0x09]])).faults
                == fault("it has the key a twice"))
    }

    @Test func aListThatHoldsItselfEnds() {
        #expect(readPropertyList(binary([[0xA1, 0]])).faults == fault("its values are more than 64 levels deep"))
    }

    @Test func sharedValuesDoNotExplode() {
        // Each list names the next one ten times: a million million values.
        let objects: [[UInt8]] = (1...12).map { [0xAA] + [UInt8](repeating: $0, count: 10) } + [[0x09]]
        var limits = PropertyListReader.Limits.standard
        limits.nodes = 10_000
        #expect(readPropertyList(binary(objects), limits: limits).faults == fault("it has more than 10000 values"))
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func damageNeverCrashes(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let tree = RandomTree.any(&generator, depth: 3)
        let whole = Array(
            try PropertyListSerialization.data(fromPropertyList: tree.foundation, format: .binary, options: 0))
        for _ in 0..<30 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                bytes[Int.random(in: 8..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            if Bool.random(using: &generator) {
                bytes.removeLast(Int.random(in: 0..<bytes.count - 8, using: &generator))
            }
            let (node, faults) = readPropertyList(bytes)
            #expect((node == nil) == !faults.isEmpty)
        }
    }
}

/// Bytes that nobody wrote: every reader ends, with a tree or with a fault.
struct PropertyListFuzzTests {
    static let pieces: [String] = [
        "{", "}", "(", ")", ";", ",", "=", "\"", "'", "\\", "\\U", "\\7", "<", ">", "<*", "//", "/*", "*/", "a", "오",
        " ", "\n",
        "0f", "<plist>", "</plist>", "<dict>", "</dict>", "<key>", "</key>", "<array/>", "<string>", "</string>",
        "&amp;", "&",
        "<![CDATA[", "]]>", "<!--", "-->", "<?xml ", "?>", "<!DOCTYPE", "<integer>", "</integer>", "-1", "\0",
        "\u{2028}",
    ]

    @Test(arguments: 0..<400 as Range<UInt64>)
    func piecesInAnyOrder(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<25 {
            var text = seed.isMultiple(of: 2) ? "" : "<plist>"
            for _ in 0..<Int.random(in: 0...40, using: &generator) {
                text += Self.pieces.randomElement(using: &generator) ?? ""
            }
            let (node, faults) = readPropertyList(text)
            #expect(node != nil || !faults.isEmpty, "\(text)")
        }
    }

    @Test(arguments: 0..<100 as Range<UInt64>)
    func randomBytes(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for prefix in [[], [0xFF, 0xFE], [0xFE, 0xFF], Array("bplist00".utf8)] as [[UInt8]] {
            let count = Int.random(in: 0...300, using: &generator)
            let bytes = prefix + (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
            let (node, faults) = readPropertyList(bytes)
            #expect(node != nil || !faults.isEmpty)
        }
    }

    /// What our reader takes without a fault, Foundation takes too, and reads the same.
    @Test(arguments: 0..<200 as Range<UInt64>)
    func whatIsTakenIsTakenByFoundationToo(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let words = ["{", "}", "(", ")", ";", ",", "=", " ", "a", "\"b\"", "'c'", "<0f>", "\n", "// d\n", "/* e */"]
        for _ in 0..<200 {
            let text = (0..<Int.random(in: 1...9, using: &generator)).map { _ in
                words.randomElement(using: &generator) ?? ""
            }
            .joined()
            let (node, faults) = readPropertyList(text)
            guard let node, faults.isEmpty, text.contains(where: { !$0.isWhitespace && $0 != "/" }) else { continue }
            let taken = try? PropertyListSerialization.propertyList(from: Data(text.utf8), options: [], format: nil)
            let expected = taken.flatMap(PlainValue.init(foundation:))
            #expect(PlainValue(node) == expected, "\(text)")
        }
    }
}
