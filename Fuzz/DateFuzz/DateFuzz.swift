import FoundationEssentials
import Glibc

@testable import FeedParser

/// Any bytes as a date: whatever is read can be written, and what is written is read as the same instant.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzDate(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let read = FeedDate.parse(UnsafeBufferPointer(start: start, count: count)) else { return 0 }
    let written = rfc3339(read.utc)
    let again = written.withBytes { FeedDate.parse($0) }
    precondition(again != nil, written)
    // Milliseconds are written.
    precondition(abs((again?.utc.timeIntervalSince1970 ?? 0) - read.utc.timeIntervalSince1970) < 0.002, written)
    return 0
}

/// libFuzzer's own loop, called here because the package manager claims `main` for itself.
@_silgen_name("LLVMFuzzerRunDriver")
private func runFuzzer(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ test: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

@main enum DateFuzz {
    static func main() {
        var count = CommandLine.argc
        var arguments = CommandLine.unsafeArgv
        exit(runFuzzer(&count, &arguments) { fuzzDate($0, $1) })
    }
}
