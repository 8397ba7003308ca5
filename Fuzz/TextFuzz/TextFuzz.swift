import Glibc

@testable import FeedParser

/// Any bytes as text and as markup: the result is UTF-8 with its white space collapsed, and no longer than it can be.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzText(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = UnsafeBufferPointer(start: start, count: count)
    let work = WorkMeter()
    var plain = PlainText(work: work)
    check(plain.fromMarkup(bytes, linkLimit: 8), count)
    precondition(work.steps <= 16 * count + 64, "\(work.steps) steps for \(count) bytes")
    precondition(plain.links.count <= 8)
    check(plain.fromText(bytes), count)
    check(plain.fromReferences(bytes), count)
    _ = withoutTrackingParameters(URLReference.resolve(bytes, against: "https://news.example.kr/a/b?c#d"))
    _ = URLReference.resolve(Bytes(start: nil, count: 0), against: String(decoding: bytes, as: UTF8.self))
    return 0
}

private func check(_ text: String?, _ count: Int) {
    guard let text else { return }
    precondition(!text.isEmpty)
    precondition(String(validating: text.utf8, as: UTF8.self) != nil)
    precondition(text.utf8.count <= 3 * count)
    precondition(text.utf8.first != 0x20 && text.utf8.last != 0x20)
    var previous: UInt8 = 0
    for byte in text.utf8 {
        precondition(byte >= 0x20 && !(byte == 0x20 && previous == 0x20))
        previous = byte
    }
}

/// libFuzzer's own loop, called here because the package manager claims `main` for itself.
@_silgen_name("LLVMFuzzerRunDriver")
private func runFuzzer(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ test: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

@main enum TextFuzz {
    static func main() {
        var count = CommandLine.argc
        var arguments = CommandLine.unsafeArgv
        exit(runFuzzer(&count, &arguments) { fuzzText($0, $1) })
    }
}
