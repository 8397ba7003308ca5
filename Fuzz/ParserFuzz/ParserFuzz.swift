import FeedParser
import Glibc

/// Any bytes as a document. The first byte chooses what is known beside them.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzParser(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard count > 0, let start else { return 0 }
    var options = ParseOptions(collectsLinks: start[0] & 1 != 0)
    if start[0] & 2 != 0 { options.contentType = "text/xml; charset=euc-kr" }
    if start[0] & 4 != 0 { options.baseURL = "https://news.example.kr/feeds/rss.xml" }
    if start[0] & 8 != 0 { options.limits = smallLimits }
    let document = UnsafeRawBufferPointer(start: start + 1, count: count - 1)
    let line: String
    do {
        let feed = try parseFeed(document, options: options)
        precondition(feed.items.count <= options.limits.items)
        precondition(feed.items.allSatisfy { $0.categories.count <= options.limits.listCount })
        precondition((feed.title?.utf8.count ?? 0) <= options.limits.shortTextSize * 3)
        for item in feed.items { _ = item.identityLink }
        line = feed.jsonLine(file: "fuzz")
    } catch {
        precondition(!error.message.isEmpty)
        line = error.jsonLine(file: "fuzz")
    }
    precondition(!line.utf8.contains { $0 < 0x20 })
    return 0
}

private var smallLimits: ParseLimits {
    var limits = ParseLimits()
    limits.depth = 8
    limits.items = 3
    limits.textSize = 64
    limits.shortTextSize = 16
    limits.listCount = 2
    limits.entityExpansion = 128
    return limits
}

/// libFuzzer's own loop, called here because the package manager claims `main` for itself.
@_silgen_name("LLVMFuzzerRunDriver")
private func runFuzzer(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ test: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

@main enum ParserFuzz {
    static func main() {
        var count = CommandLine.argc
        var arguments = CommandLine.unsafeArgv
        exit(runFuzzer(&count, &arguments) { fuzzParser($0, $1) })
    }
}
