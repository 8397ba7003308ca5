import Glibc
import Synchronization

@testable import FeedParser

/// Any bytes as a document: read within the budget of its size, and cancelled at any question. The first byte chooses what
/// is known beside them.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzParser(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard count > 0, let start else { return 0 }
    var options = ParseOptions(collectsLinks: start[0] & 1 != 0)
    if start[0] & 2 != 0 { options.contentType = "text/xml; charset=euc-kr" }
    if start[0] & 4 != 0 { options.baseURL = "https://news.example.kr/feeds/rss.xml" }
    if start[0] & 8 != 0 { options.limits = smallLimits }
    let document = UnsafeRawBufferPointer(start: start + 1, count: count - 1)
    let work = read(document, options)
    precondition(work.steps <= 64 * count + 64 << 10, "\(work.steps) steps for \(count) bytes")
    precondition(work.bytes <= 16 * count + 8 << 20, "\(work.bytes) bytes of \(count)")
    cancel(document, options)
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

/// What reading takes. Entities expand to little, so that all of it is for the document's own bytes.
private func read(_ document: UnsafeRawBufferPointer, _ options: ParseOptions) -> WorkMeter {
    var options = options
    options.limits.entityExpansion = min(options.limits.entityExpansion, 4_096)
    let reader = DocumentReader(options: options, size: document.count)
    do {
        _ = try reader.read(document.bindMemory(to: UInt8.self))
    } catch {
        precondition(error.code != .tooMuchWork && error.code != .cancelled, error.message)
    }
    return reader.work
}

/// Reads until the second question, which a short document may not get.
private func cancel(_ document: UnsafeRawBufferPointer, _ options: ParseOptions) {
    var options = options
    let asked = Mutex(0)
    options.isCancelled = {
        asked.withLock {
            $0 += 1
            return $0 > 1
        }
    }
    do {
        _ = try parseFeed(document, options: options)
        precondition(asked.withLock { $0 } == 1)
    } catch {
        precondition((error.code == .cancelled) == (asked.withLock { $0 } > 1), error.message)
    }
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
