import Foundation

/// Benchmarks of the daemon's own code, one a name. Each prints one JSON object.
let benchmarks: [String: ([String]) throws -> String] = [
    "match": matchBenchmark
]

let arguments = Array(CommandLine.arguments.dropFirst())
guard let name = arguments.first, let benchmark = benchmarks[name] else {
    FileHandle.standardError.write(Data("usage: TalentwatchBench \(benchmarks.keys.sorted()) ARGUMENTS\n".utf8))
    exit(64)
}
do {
    print(try benchmark(Array(arguments.dropFirst())))
} catch {
    FileHandle.standardError.write(Data("\(name): \(error)\n".utf8))
    exit(65)
}
